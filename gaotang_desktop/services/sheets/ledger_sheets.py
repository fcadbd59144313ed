"""Any list as it stands on the screen, as a sheet of paper: same columns, same rows, same order."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.documents.blocks import Sheet
from gaotang_desktop.domain.documents.ledgers import ledger_sheet
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Field, Kind, Listing, Privacy, show
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.facts import village_lives
from gaotang_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

Source = Callable[[Workplace, Period | None], Listing]
ROWS_OF_A_PAGE = 36
"""About so many rows with short texts stand on a page that lies across."""


def heading_of(kind: str) -> str:
    """What a list of this kind is called on paper: what happens is kept in a 台账."""
    book = "台账" if CATALOGUE[kind].record_kind.day else "一览表"
    label = records.label_of(kind)
    return label if label.endswith(("表", "台账")) else f"{label}{book}"


def names_residents(work: Workplace, shown: Listing) -> bool:
    """Whether the list tells of residents, so that covering them makes a difference."""
    private = any(each.privacy is Privacy.RESIDENT for each in shown.fields)
    return private or work.cover.listing(shown).rows != shown.rows


def sheet(
    work: Workplace,
    shown: Listing,
    *,
    heading: str,
    period: Period | None = None,
    narrowed: str = "",
    sums: Collection[str] = (),
    unmasked: bool = False,
) -> Sheet:
    """The rows and columns of ``shown`` in their order, under ``高塘镇2026年10月平安夜巡台账``.

    Columns without any value are left out; days of the year that the title names go without it.

    ``narrowed`` says by what the list was narrowed, so that nobody takes a part for the whole;
    the columns in ``sums`` are added up below.
    What tells of residents is covered unless asked.

    Raises:
        DomainError: there is no row to print.
    """
    if not shown.ids:
        raise DomainError("列表里没有可以打印的记录。请先放宽条件或者换一个期间。")
    if not unmasked:
        shown = work.cover.listing(shown)
        narrowed = work.cover(narrowed)
    settings = work.settings
    year = period.year if period else None
    short = {
        each.name
        for at, each in enumerate(shown.fields)
        if all(isinstance(row[at], date) and row[at].year == year for row in shown.rows if row[at])
    }

    def worded(field: Field, value: Any) -> str:
        if value is False:
            return ""  # as on the screen: a column of 否 hides the few 是
        if field.kind is Kind.DATE and value is not None and field.name in short:
            return f"{value:%m-%d}"
        return show(field, value)

    made = ledger_sheet(
        shown,
        title=f"{settings['town']}{period.label if period else ''}{heading}",
        issuer=str(settings["office"]),
        made_on=work.today(),
        left=f"只列：{narrowed}" if narrowed else "",
        fields=_filled(shown),
        unmasked=True,
        worded=worded,
        sums=sums,
    )
    return work.marked(made)


def reading(kind: str, sums: Collection[str], source: Source | None = None) -> Source:
    """How a ledger reads its rows, by ``source`` or else the records of the kind in the period.

    Where ``sums`` are added up, what lies outside its village's life is in none: the page and its
    paper add the same records.
    """

    def read(work: Workplace, period: Period | None) -> Listing:
        found = (
            source(work, period)
            if source is not None
            else records.listing(work, kind, period=period).listed()
        )
        gone = village_lives.without_village(work, kind) if sums else frozenset()
        return replace(found, uncounted=gone)

    return read


def _filled(shown: Listing) -> list[str]:
    """The columns with anything in them: an empty one only takes room from the others; 0 is a count."""
    return [
        each.name
        for at, each in enumerate(shown.fields)
        if any(row[at] not in (None, "", ()) and row[at] is not False for row in shown.rows)
    ]


def draw(paper: Sheet) -> "tuple[bytes, Made]":
    """The PDF of a sheet in memory."""
    from gaotang_desktop.documents.render import pdf_bytes

    return pdf_bytes(paper)
