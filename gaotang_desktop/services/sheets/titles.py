"""What the title of a sheet says of all its rows: the village, the year, the month."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import PurePath

from gaotang_desktop.domain.errors import Invalid, Unreadable
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import Part, SheetRows
from gaotang_desktop.domain.writings.dates import Around, read_date
from gaotang_desktop.domain.writings.day_spans import ends
from gaotang_desktop.domain.writings.title_dates import month_until, title_period
from gaotang_desktop.domain.writings.weeks import read_week
from gaotang_desktop.simplified import simplified

_WHOSE = re.compile(
    r"(?:填报单位|填报村|填表单位|报送单位|上报单位|单位名称|单位|村（社区）|村\(社区\)|村名|所在村|行政村|村)"
    r"\s*(?:名称)?\s*[：:]\s*([^\s：:，,；;（(]+)"
)
_VILLAGE = re.compile(r"([\u3400-\u9fff]{1,12}?(?:社区|居委会|村委会|村))(?!级|民|干|组|里|名)")
# 各村报送, 全社区: words about villages that name none.
_NO_NAME = re.compile(r"(?:各|全|本|每个?|所有)(?:村|社区)$")
_AFTER_DATE = re.compile(r"^(?:年度?|月份?|日|季度|半年|份)+")
_TWO_NUMBERS = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*")
_OFFICE = re.compile(r"(?:办|办公室|所|局|中心|政府|党委|委|站|院|校|大队|支队|中队)$")
_NOBODYS = re.compile(r".*(?:本|我|各|全|该|某|每|分|行政|自然|镇|乡)(?:村|社区)")
_WEEK = re.compile(
    r"(?:\d{4}\s*[年.])?\d{1,2}[月.]\d{1,2}[日号]?\s*[-—–~～至到]+\s*(?:\d{1,2}[月.])?\d{1,2}[日号]?"
    r"|(?<!月)(?<!月份)第\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*周"
)
_ANY_DAY = date(2024, 6, 15)  # whether words name a week hardly depends on today
_LONG_AGO = timedelta(days=183)
_VILLAGE_NAME = re.compile(r"[\u3400-\u9fff]{1,12}(?:社区|居委会|村委会|村)")


def period_of(part: Part, files: Sequence[str]) -> Around:
    """The year and month that stand over a table, in the name of its worksheet or of its file.

    A worksheet called 9月 under a title of 2026年8月 was copied from that month: neither is believed.
    """
    stems = [PurePath(name).stem for name in files]
    found = title_period(map(simplified, part.above))
    if differ(part):
        return replace(found, month=None)
    for text in map(simplified, (part.sheet, *stems)):
        other = title_period([text])
        # A month of another year, or the year of another month, is not that of this table.
        if found.year is None and (other.month is None or found.month in (None, other.month)):
            month, until = found.month or other.month, found.until or other.until
            found = Around(other.year, month, asks=True, until=until)
        elif found.month is None and other.year in (None, found.year):
            found = replace(found, month=other.month)
        if found.until is None:
            found = replace(found, until=other.until)
    return found


def require_order(each: Field, raw: object, around: Around) -> None:
    """Refuse 3/10 in a sheet of October: the tenth of March, or the third of October.

    Raises:
        Invalid: with both writings.
    """
    found = _TWO_NUMBERS.fullmatch(raw) if isinstance(raw, str) else None
    if found is None or each.kind is not Kind.DATE or around.month is None:
        return
    first, second = int(found[1]), int(found[2])
    if second == around.month != first <= 12:
        offers = (f"{first}月{second}日", f"{second}月{first}日")
        said = f"“{each.label}”里的“{raw}”在{around.month}月的表里，是“{offers[0]}”，还是“{offers[1]}”？请写清楚。"
        raise Invalid({each.name: said}, offers=offers)


def whose(text: str) -> str:
    """The village that a line is there to name: 填报单位：北村 → 北村; else nothing."""
    found = _WHOSE.search(simplified(text))
    return found[1] if found else ""


def is_village(name: str) -> bool:
    """Whether words are called as villages are."""
    return _VILLAGE_NAME.fullmatch(name) is not None


def is_some_village(name: str) -> bool:
    """Whether words name one village, known or not: 南村, and not 各村."""
    return is_village(name) and _NOBODYS.fullmatch(name) is None


def villages_in(text: str) -> list[str]:
    """The words of a text that are called as villages are."""
    found = (each[1] for each in _VILLAGE.finditer(simplified(text)))
    return [name for name in found if not _NO_NAME.search(name)]


def _names_in(text: str) -> Iterator[str]:
    """:func:`villages_in`, and what is left of one behind a date: 2026年10月北村夜巡 names 北村 too."""
    for name in villages_in(text):
        yield name
        if (bare := _AFTER_DATE.sub("", name)) != name and is_village(bare):
            yield bare


def names_any(text: str) -> bool:
    """Whether a text may name a village."""
    return bool(whose(text) or villages_in(text))


def differ(part: Part) -> bool:
    """Whether the title of a table names another month than its worksheet."""
    above, below = title_period(map(simplified, part.above)), title_period([simplified(part.sheet)])
    return None not in (above.month, below.month) and above.month != below.month


def require_one_month(sheet: SheetRows) -> None:
    """Refuse tables whose title names another month than their worksheet.

    Raises:
        Unreadable: which they are.
    """
    for part in sheet.parts:
        if differ(part):
            raise Unreadable(
                f"工作表“{part.sheet}”的标题“{''.join(part.above[:1])}”写的是另一个月，分不清是哪个月的。"
                "请改成一样再导入。"
            )


def places_of(part: Part, files: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """What may be the village of a whole table, most likely first, each with where it stands.

    A line that is there to name it (填报单位：西塘村) goes alone, known or not.
    """
    named = [(name, text) for text in part.above if (name := whose(text))]
    yield from named
    if any(is_village(name) for name, _text in named):
        return
    for text in (*part.above, part.sheet, *(PurePath(name).stem for name in files)):
        if text.strip():
            yield text.strip(), text
        for name in _names_in(text):
            yield name, text


def places_by_source(part: Part, files: Iterable[str] = ()) -> Iterator[tuple[str, list[str]]]:
    """The same text by text, each with all that it may name, to see whether they agree."""
    for text in (*part.above, part.sheet, *(PurePath(name).stem for name in files)):
        if text.strip():
            yield text, [whose(text) or text.strip(), *_names_in(text)]


def names_place(sheet: SheetRows, files: Sequence[str] = ()) -> bool:
    """Whether something over each table may be its village; 荷塘 beside 北村 and 江村 too."""
    named = [
        any((said := whose(text)) and not _OFFICE.search(said) for text in part.above)
        or any(villages_in(text) for text in (*part.above, part.sheet, *files))
        for part in sheet.parts
    ]
    return all(named) or (len(named) > 2 and sum(named) * 2 >= len(named))


def month_of(part: Part, files: Sequence[str], today: date | None = None) -> date | None:
    """The month that a title names with its year, as its first day; also that of 截至2026年11月30日.

    Of a month without a year it is the last one until ``today``, if that is less than half a year ago;
    without ``today`` nobody asks which.
    """
    around = period_of(part, files)
    if around.month is None:
        return month_until(around)
    if around.year is not None:
        return date(around.year, around.month, 1)
    if today is None:
        return None
    month = date(today.year - (around.month > today.month), around.month, 1)
    return month if today - month < _LONG_AGO else None


def weeks_in(text: str) -> list[str]:
    """The words of a text that name a week: 第41周, 10月5日—10月11日; not the second week of a month."""
    return [each[0].strip() for each in _WEEK.finditer(simplified(text))]


def week_of(part: Part, files: Sequence[str], today: date | None = None) -> date | None:
    """The Monday of the one week that is named over a table; without its year the one nearest to ``today``.

    Days without a year (11月9日—11月15日) must go from Monday to Sunday. Without ``today`` it is only told
    whether there is such a week.
    """
    over = period_of(part, files).year
    found = set()
    for text in (*part.above, part.sheet, *(PurePath(name).stem for name in files)):
        for words in weeks_in(text):
            year = over or int((re.match(r"\d{4}", words) or [0])[0])
            if not year:
                found.add(_whole_week(words, today))
                continue
            try:
                found.add(read_week(words, today=date(year, 12, 31), around=Around(year)))
            except ValueError:
                return None
    return found.pop() if len(found) == 1 else None


def _whole_week(words: str, today: date | None) -> date | None:
    """The week nearest to ``today`` that its number, or its first and last day, tell without a year."""
    both = ends(re.sub(r"\s", "", words))
    if both is None:
        with suppress(ValueError):  # 第47周 is the one nearest to today
            return read_week(words, today=today or _ANY_DAY)
        return None
    days = [today] if today is not None else [date(year, 7, 1) for year in range(2024, 2034)]
    for near in days:
        with suppress(ValueError):
            first, last = (read_date(each, today=near, ahead=True) for each in both)
            if first.weekday() == 0 and last - first == timedelta(days=6):
                return first
    return None


def names_week(sheet: SheetRows, files: Sequence[str] = ()) -> bool:
    """Whether something over each table says of which week it is."""
    return all(week_of(part, files) is not None for part in sheet.parts)


def names_month(sheet: SheetRows, files: Sequence[str] = ()) -> bool:
    """Whether something over each table says of which month it is."""
    return all(
        period_of(part, files).month is not None or month_of(part, files) is not None
        for part in sheet.parts
    )


def village_of(
    part: Part,
    known_as: Callable[[str], int | None],
    shown: Callable[[int], str],
    *,
    agreeing: Sequence[str],
    files: Sequence[str],
) -> tuple[int | None, list[str]]:
    """The village of a whole table, with notes of where it was found or why it was not.

    ``agreeing`` are names of files that must not say another village than title and worksheet;
    ``files`` those that may say it where nothing else does.

    Raises:
        Unreadable: title, worksheet and file name different villages.
    """
    told: dict[int, str] = {}
    agreed: set[int] | None = None
    for text, names in places_by_source(part, agreeing):
        meant = {each for name in names if (each := known_as(name)) is not None}
        for each in meant:
            told.setdefault(each, text)
        if meant:
            agreed = meant if agreed is None else agreed & meant
    if agreed is not None and len(agreed) != 1:
        said = "，".join(f"“{text}”是{shown(each)}" for each, text in told.items())
        raise Unreadable(f"分不清这张表是哪个村的：{said}。请改成一样，或者加上“村”一列。")
    notes: list[str] = []
    for name, text in places_of(part, files):
        found = known_as(name)
        if found is not None:
            return found, [*notes, f"村取自“{text}”：{shown(found)}。"]
        if whose(text) == name and is_village(name):
            notes.append(f"标题里的“{name}”不在村名单里，请先登记，或者改正写法。")
    return None, notes


def with_names(sheet: SheetRows, label: str) -> SheetRows:
    """Cards of villages (北村简介), one to a table, with the village that worksheet and title name.

    Any other sheet stays as it is, and so does one of whose cards one names none, or two.
    """
    names: list[str] = []
    for part in sheet.parts:
        said = [part.worksheet.strip() or part.sheet, *part.above]
        found = {
            name for text in said for name in ([text] if is_village(text) else villages_in(text))
        }
        named = [name for name in found if not _NOBODYS.fullmatch(name)]
        # 高塘镇北村 over a worksheet 北村 is that village.
        named = [name for name in named if not any(name != o and name.endswith(o) for o in named)]
        if len(named) != 1:
            return sheet
        names += named
    if len(sheet.rows) != len(sheet.parts) or len({*names}) != len(names):
        return sheet
    rows = tuple(replace(row, values={label: names[row.part], **row.values}) for row in sheet.rows)
    note = f"{label}取自工作表名和标题：{'、'.join(names)}。"
    return replace(sheet, header=(label, *sheet.header), rows=rows, notes=(*sheet.notes, note))
