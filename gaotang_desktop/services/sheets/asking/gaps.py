"""Fields that a sheet does not say of its rows, and what may fill them once for all (统一填)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries import records as queries
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import RowError, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.asking import which_poll
from gaotang_desktop.services.sheets.asking.offers import ONLY_ONE, Offer, differing, offers
from gaotang_desktop.services.sheets.asking.whose import (
    TOWN_WIDE,
    is_town_wide,
    says_the_whole_town,
)

_SPOKEN_FOR = ("village_id", "source")
_ALIKE = {"disputes": {"result": "已化解"}}
"""Texts that may be the same for all rows, by kind: how a dispute ended may be no more than that it did."""
_EXAMPLES = {Kind.DATE: "2026-10-09", Kind.MONTH: "2026-10", Kind.TIME: "20:00"}


@dataclass(frozen=True, slots=True)
class Gap:
    """A field that must be said and is not, in ``rows`` rows; ``whole`` where it has no column.

    ``offers`` are values for which the sheet or the register speaks, ``values`` all that are possible
    where they can be counted. ``example`` shows how a day or a time is written; ``hint`` is a sentence of
    what must be done before there is a value. ``stored``: the rows were taken in without it. ``apart``
    are the worksheets that each say another value of themselves: they are to be taken in one by one.
    """

    name: str
    label: str
    rows: int
    whole: bool
    offers: tuple[Offer, ...] = ()
    values: tuple[str, ...] = ()
    example: str = ""
    hint: str = ""
    stored: bool = False
    apart: tuple[tuple[str, Offer], ...] = ()


class LacksColumns(Unreadable):
    """Required columns do not stand in the sheet; ``gaps`` are they, once they were looked at.

    ``unknown`` are the headers that nobody knows, ``maybe`` those that may be a field, with its label.
    """

    def __init__(
        self,
        said: str,
        fields: Sequence[Field],
        sheet: SheetRows,
        *,
        unknown: Sequence[str] = (),
        maybe: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(said)
        self.unknown, self.maybe = tuple(unknown), maybe or {}
        self.fields = tuple(fields)
        self.sheet = sheet
        self.gaps: tuple[Gap, ...] = ()


def whole(
    session: Session, kind: str, problem: LacksColumns, files: Sequence[str], today: date
) -> tuple[Gap, ...]:
    """The columns that a sheet lacks."""
    count = len(problem.sheet.rows)
    return tuple(
        _gap(session, kind, each, count, problem.sheet, files, today, has_column=False)
        for each in problem.fields
    )


def of_rows(
    session: Session,
    kind: str,
    errors: Iterable[RowError],
    sheet: SheetRows,
    columns: Mapping[str, str],
    files: Sequence[str],
    today: date,
) -> tuple[Gap, ...]:
    """The empty cells for which rows were refused, field by field; what each must tell in words of its
    own is not among them.
    """
    counts = Counter(error.lacks for error in errors if error.lacks)
    return tuple(
        _gap(
            session,
            kind,
            each,
            counts[each.name],
            sheet,
            files,
            today,
            has_column=each.name in columns,
        )
        for each in records.fields_for(kind)
        if counts[each.name]
        and (each.kind is not Kind.LONG_TEXT or each.name in _ALIKE.get(kind, {}))
    )


def left_open(
    session: Session,
    kind: str,
    rows: Mapping[str, int],
    sheet: SheetRows,
    columns: Mapping[str, str],
    files: Sequence[str],
    today: date,
) -> tuple[Gap, ...]:
    """Fields that may be empty and were left so in ``rows`` rows, which are stored without them."""
    found = []
    for each in records.fields_for(kind):
        if rows.get(each.name):
            has = each.name in columns
            gap = _gap(session, kind, each, rows[each.name], sheet, files, today, has_column=has)
            wide = (TOWN_WIDE,) if is_town_wide(each, TOWN_WIDE) else ()
            found.append(replace(gap, values=(*gap.values, *wide), stored=True))
    return tuple(found)


def offered(
    session: Session,
    kind: str,
    sheet: SheetRows,
    columns: Mapping[str, str],
    files: Sequence[str],
    today: date,
) -> list[str]:
    """The optional fields without a column for which title, name or headings of a sheet speak."""
    found = []
    for each in records.fields_for(kind):
        if each.name in _SPOKEN_FOR and not each.required and each.name not in columns:
            said = offers(kind, each, sheet, files, possible(session, each), today)
            found += [each.name] if any(offer.why != ONLY_ONE for offer in said) else []
    return found


def _gap(
    session: Session,
    kind: str,
    each: Field,
    count: int,
    sheet: SheetRows,
    files: Sequence[str],
    today: date,
    *,
    has_column: bool,
) -> Gap:
    values = possible(session, each)
    found, hint = offers(kind, each, sheet, files, values, today), ""
    if each.refers_to == "polls":
        found, hint = which_poll.asked(session, sheet, files)
    apart = () if has_column else differing(kind, each, sheet, values, today)
    if apart:
        hint = "各张工作表写的不一样，请一张一张导入。"
    if says_the_whole_town(kind, each.name):
        values = (*values, TOWN_WIDE)
    example = _ALIKE.get(kind, {}).get(each.name, _EXAMPLES.get(each.kind, ""))
    return Gap(
        each.name, each.label, count, not has_column, found, values, example, hint, apart=apart
    )


def possible(session: Session, each: Field) -> tuple[str, ...]:
    """All values that a field can have, where they can be counted."""
    if each.kind is Kind.CHOICE:
        return each.choices
    if each.kind is not Kind.REFERENCE or each.refers_to is None:
        return ()
    known = queries.references(session, each.refers_to, with_binned=False)
    gone = queries.out_of_use(session, each.refers_to)
    kept = sorted((r for r in known.values() if r.id not in gone), key=lambda r: (r.order, r.id))
    return tuple(each.label for each in kept)


def fillable(kind: str) -> list[Field]:
    """The fields that may be filled once for all rows: not those that the register gives."""
    return [each for each in records.fields_for(kind) if each.editable or each.required]
