"""What was done to have matters ended in time and well, as lists of a period (延期、提级督办、验收)."""

from collections.abc import Mapping

from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.data.queries.casework import matters
from gaotang_desktop.domain.casework.extensions import OWNERS
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

OF = Field("of", "类别", Kind.CHOICE, choices=tuple(map(records.label_of, OWNERS)))
MATTER = Field("matter", "事项", Kind.REFERENCE, required=True)
VILLAGE = Field("village_id", "村", Kind.REFERENCE, refers_to="villages")
UNIT = Field("unit_id", "责任单位", Kind.REFERENCE, refers_to="units")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "extensions": (
        "decided_on", "matter", "village_id", "of", "unit_id", "due_before", "due_after",
        "decided_by", "reason", "remark",
    ),
    "escalations": (
        "raised_on", "level", "matter", "village_id", "of", "unit_id", "step", "due_on", "told",
        "answer", "remark",
    ),
    "acceptances": (
        "decided_on", "decision", "matter", "village_id", "of", "unit_id", "done_on",
        "decided_by", "reason", "remark",
    ),
}  # fmt: skip
"""By kind the columns of its list; whose the matter is stands in the matter itself."""


def ledger(kind: str, work: Workplace, period: Period | None) -> Listing:
    """Every step of a kind in a period, the newest first, each with the matter that it is of."""
    with work.database.reading() as session:
        span = (period.start, period.end) if period else None
        found = queries.listing(session, kind, span=span)
        whose = matters.whose(session, kind)
        villages = queries.references(session, "villages")
        units = queries.references(session, "units")
    columns = {of: found.column(name) for of, (name, _due) in OWNERS.items()}
    owned = [next(of for of, at in columns.items() if row[at] is not None) for row in found.rows]
    found = found.plus(OF, [records.label_of(of) for of in owned]).plus(
        MATTER, [row[columns[of]] for of, row in zip(owned, found.rows, strict=True)]
    )
    places = [whose.get(each, (None, None)) for each in found.ids]
    found = found.plus(VILLAGE, [villages.get(village or 0) for village, _unit in places])
    return found.plus(UNIT, [units.get(unit or 0) for _village, unit in places]).only(COLUMNS[kind])
