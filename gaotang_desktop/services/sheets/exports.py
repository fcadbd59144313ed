"""Ledgers as workbooks (导出)."""

from collections.abc import Iterable
from pathlib import Path

from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.data.queries import settings
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.services import records
from gaotang_desktop.services.casework.noting import STEPS
from gaotang_desktop.services.sheets import identity
from gaotang_desktop.services.sheets.asking.whose import in_sheets
from gaotang_desktop.services.workplace import Workplace

_MATTER = Field(
    "dispute_id",
    "事项编号",
    Kind.TEXT,
    required=True,
    help="纠纷、诉求写编号，意见写工单号或者意见原文",
)
"""How a blank sheet of steps (延期、验收、提级督办) asks for the matter, of whatever register it is."""


def export(
    work: Workplace,
    kind: str,
    path: Path,
    *,
    period: Period | None = None,
    unmasked: bool = False,
    shown: Listing | None = None,
    narrowed: str = "",
    progress: Progress | None = None,
) -> int:
    """Write a ledger as .xlsx, or as .csv where the name says so; returns the number of rows.

    What tells of residents is covered unless asked. ``shown`` is the list as it is seen: its rows,
    order and columns instead of the whole ledger; ``narrowed`` says by what it was narrowed.

    Raises:
        StorageProblem: the file cannot be written; an old one stays whole.
        Cancelled: the operator stopped it; likewise.
    """
    from gaotang_desktop.workbooks.writing import write_listing

    listed = shown or records.listing(work, kind, period=period)
    with work.database.reading() as session:
        folder = settings.folder(session)
        made_at = queries.made_at(session, kind)
    if not unmasked:
        listed = work.cover.listing(listed)
    title = f"{work.settings['town']}{period.label if period else ''}{records.label_of(kind)}"
    marks = [
        identity.mark(folder, kind, each, made_at[each]) if each in made_at else ""
        for each in listed.ids
    ]
    del made_at
    notes = [f"只列：{narrowed}"] if narrowed else []
    write_listing(
        listed,
        path,
        title=title,
        notes=notes,
        marks=(identity.LABEL, marks),
        made_up=work.mark,
        progress=progress,
    )
    return len(listed.ids)


def template(work: Workplace, kind: str, path: Path) -> None:
    """Write a blank sheet to fill in: a workbook with the registers' names to choose from, or the bare
    head of a text where the name ends in .csv.

    Raises:
        StorageProblem: the file cannot be written; an old one stays whole.
    """
    from gaotang_desktop.workbooks.templates import write_template

    known = in_sheets(kind) if kind in STEPS else records.fields_for(kind)
    shown = tuple(each for each in known if each.editable)
    if kind in STEPS:
        shown = (_MATTER, *shown)
    write_template(path, shown, title=records.label_of(kind), references=offered(work, shown))


def offered(work: Workplace, shown: Iterable[Field]) -> dict[str, list[str]]:
    """By field the names of the registers that a sheet offers to choose from, residents covered."""
    cover = work.cover
    return {
        each.name: [cover(known.label) for known in records.references(work, each.refers_to)]
        for each in shown
        if each.refers_to
    }
