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

NAMED: Mapping[str, Sequence[str]] = {
    "villages": ("name",), "units": ("name",), "places": ("name",), "polls": ("name",),
    "dispute-categories": ("name",), "grids": ("village_id", "name"),
}  # fmt: skip
"""By register what tells one of its records from the others: one in the recycle bin may be meant."""


def question(work: Workplace, kind: str, record_id: int | None, values: Mapping[str, Any]) -> str:
    """What to ask before such a record is stored; ``""`` where there is nothing to ask."""
    ids = [] if record_id is None else [record_id]
    return (
        withdrawals.questions(work, kind, ids, values)
        or village_lives.question(work, kind, values)
        or _long_before(work, kind, values)
        or _twice(work, kind, record_id, values)
        or (_in_bin(work, kind, values) if record_id is None else "")
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


def _in_bin(work: Workplace, kind: str, values: Mapping[str, Any]) -> str:
    """A name that was deleted: registered anew, what hung on the old record does not come along."""
    given = {name: values.get(name) for name in NAMED.get(kind, ())}
    if not given or not all(given.values()):
        return ""
    with work.database.reading() as session:
        if queries.alike(session, kind, given) is not None:
            return ""  # storing says so
        found = queries.binned_alike(session, kind, given)
        if found is None:
            return ""
        label = CATALOGUE[kind].record_kind.label
        return (
            f"回收站里有一条同名的{label}“{found.title}”。要接着用原来那一条的，"
            "先不保存，到“系统”的回收站恢复；登记了新的，原来的要等新的改名或者删除以后才能恢复。"
        )
