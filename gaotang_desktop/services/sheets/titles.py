"""What the title of a sheet says of all its rows: the village, the year, the month."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import PurePath

from gaotang_desktop.domain.sheets.rows import Part, SheetRows
from gaotang_desktop.domain.writings.dates import Around, title_period
from gaotang_desktop.simplified import simplified

_WHOSE = re.compile(
    r"(?:填报单位|填报村|填表单位|报送单位|上报单位|单位名称|单位|村（社区）|村\(社区\)|村名|所在村|行政村|村)"
    r"\s*(?:名称)?\s*[：:]\s*([^\s：:，,；;（(]+)"
)
_VILLAGE = re.compile(r"([\u3400-\u9fff]{1,12}?(?:社区|居委会|村委会|村))(?!级|民|干|组|里|名)")


def period_of(part: Part, files: Sequence[str]) -> Around:
    """The year and month that stand over a table, in the name of its worksheet or of its file."""
    stems = [PurePath(name).stem for name in files]
    found = title_period(map(simplified, part.above))
    for text in map(simplified, (part.sheet, *stems)):
        other = title_period([text])
        # A month of another year, or the year of another month, is not that of this table.
        if found.year is None and (other.month is None or found.month in (None, other.month)):
            found = Around(other.year, found.month or other.month, asks=True)
        elif found.month is None and other.year in (None, found.year):
            found = Around(found.year, other.month, asks=True)
    return found


def places_of(part: Part, files: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """What may be the village of a whole table, most likely first, each with where it stands."""
    for text in part.above:
        if found := _WHOSE.search(simplified(text)):
            yield found[1], text
    for text in (*part.above, part.sheet, *(PurePath(name).stem for name in files)):
        if text.strip():
            yield text.strip(), text
        for found in _VILLAGE.finditer(simplified(text)):
            yield found[1], text


def names_place(sheet: SheetRows, files: Sequence[str] = ()) -> bool:
    """Whether something over each table may be its village; 荷塘 beside 北村 and 江村 too."""
    named = [
        any(_WHOSE.search(simplified(text)) for text in part.above)
        or any(_VILLAGE.search(text) for text in (*part.above, part.sheet, *files))
        for part in sheet.parts
    ]
    return all(named) or (len(named) > 2 and sum(named) * 2 >= len(named))


def month_of(part: Part, files: Sequence[str]) -> date | None:
    """The month that a title names with its year, as its first day."""
    around = period_of(part, files)
    if around.year is None or around.month is None:
        return None
    return date(around.year, around.month, 1)


def names_month(sheet: SheetRows, files: Sequence[str] = ()) -> bool:
    """Whether something over each table says of which month and year it is."""
    return all(month_of(part, files) is not None for part in sheet.parts)
