"""Ledgers as workbooks (导出)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import disputes, intakes, settings
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain.fields import Field, Listing, Privacy, Reference
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.privacy import covering as covering_names
from gaotang_desktop.domain.privacy import masked_name
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import identity
from gaotang_desktop.services.workplace import Workplace


def mask(each: Field, value: Any) -> Any:
    """Names of residents do not leave the office: the surname stays (张某某)."""
    if each.privacy is not Privacy.RESIDENT:
        return value
    if isinstance(value, tuple):
        return tuple(mask(each, name) for name in value)
    return masked_name(value) if isinstance(value, str) else value


def export(
    work: Workplace, kind: str, path: Path, *, period: Period | None = None, unmasked: bool = False
) -> int:
    """Write a ledger as .xlsx; returns the number of rows.

    Raises:
        StorageProblem: the file cannot be written; an old one stays whole.
    """
    from gaotang_desktop.workbooks.writing import write_listing

    listed = records.listing(work, kind, period=period)
    with work.database.reading() as session:
        folder = settings.folder(session)
        made_at = queries.made_at(session, kind)
        cover = covering(session, kind)
    if not unmasked:
        rows = tuple(tuple(map(cover, listed.fields, row)) for row in listed.rows)
        listed = Listing(listed.kind, listed.fields, listed.ids, rows)
    title = f"{work.settings['town']}{period.label if period else ''}{records.label_of(kind)}"
    marks = [identity.mark(folder, kind, each, made_at[each]) for each in listed.ids]
    write_listing(listed, path, title=title, marks=(identity.LABEL, marks))
    return len(listed.ids)


TELLING = (
    "disputes", "dispute-notes", "intakes", "opinions", "extensions", "acceptances", "escalations",
    "supervision-slips",
)  # fmt: skip
"""Kinds of record whose texts may name the parties of a dispute, or who came with a matter."""


def covering(session: Session, kind: str) -> Callable[[Field, Any], Any]:
    """How a value of this kind of record leaves the office: names of residents covered.

    The parties of disputes are covered inside the free texts about them too.
    """
    cover = None
    if kind in TELLING:
        cover = covering_names(disputes.party_names(session) | intakes.person_names(session))

    def covered(each: Field, value: Any) -> Any:
        if each.privacy is Privacy.RESIDENT:
            return mask(each, value)
        if cover is None:
            return value
        if isinstance(value, Reference):
            return value._replace(label=cover(value.label))
        return cover(value) if isinstance(value, str) else value

    return covered


def template(work: Workplace, kind: str, path: Path) -> None:
    """Write a blank workbook to fill in, with the registers' names to choose from.

    Raises:
        StorageProblem: the file cannot be written; an old one stays whole.
    """
    from gaotang_desktop.workbooks.templates import write_template

    shown = tuple(each for each in records.fields_for(kind) if each.editable)
    offered = {
        each.name: [known.label for known in records.references(work, each.refers_to)]
        for each in shown
        if each.refers_to
    }
    write_template(path, shown, title=records.label_of(kind), references=offered)
