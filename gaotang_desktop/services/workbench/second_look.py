"""What deserves a second look before a record is stored from its form; nothing of it is refused."""

from collections.abc import Mapping, Sequence
from typing import Any

from gaotang_desktop.data.models import CATALOGUE, fields_of
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.services.casework import withdrawals
from gaotang_desktop.services.facts import beginnings, village_lives
from gaotang_desktop.services.workplace import Workplace

SELDOM_TWICE: Mapping[str, Sequence[tuple[str, ...]]] = {
    "intakes": (("order_number",),),
    "opinions": (("order_number",),),
    "trouble-spots": (("name", "village_id"),),
    "meetings": (("held_on", "kind", "topic"),),
    "grids": (("worker",),),
}
"""By kind what two records seldom share: an order of the hotline, a spot, a meeting of a day, who works
in a grid."""


def question(work: Workplace, kind: str, record_id: int | None, values: Mapping[str, Any]) -> str:
    """What to ask before such a record is stored; ``""`` where there is nothing to ask."""
    ids = [] if record_id is None else [record_id]
    return (
        withdrawals.questions(work, kind, ids, values)
        or village_lives.question(work, kind, values)
        or _long_before(work, kind, values)
        or _twice(work, kind, record_id, values)
    )


def _long_before(work: Workplace, kind: str, values: Mapping[str, Any]) -> str:
    with work.database.reading() as session:
        return beginnings.earlier(session, kind, values, work.today())


def _twice(work: Workplace, kind: str, record_id: int | None, values: Mapping[str, Any]) -> str:
    for names in SELDOM_TWICE.get(kind, ()):
        given = {name: values.get(name) for name in names}
        if not all(given.values()):
            continue
        with work.database.reading() as session:
            found = queries.alike(session, kind, given, but=record_id)
            if found is not None:
                what = CATALOGUE[kind].record_kind.label
                labels = {each.name: each.label for each in fields_of(CATALOGUE[kind])}
                same = "、".join(labels[name] for name in names)
                return f"已经登记过一条这样的{what}（{same}一样）：{found.title}。"
    return ""
