"""The office's table of holidays: what ships, what was typed, what comes from a sheet (节假日)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from gaotang_desktop.domain import fields, holidays
from gaotang_desktop.domain.errors import DomainError, Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.holidays import Holiday
from gaotang_desktop.services import calendars
from gaotang_desktop.services.workplace import Workplace

_FIELDS = (
    Field("first", "开始", Kind.DATE, required=True),
    Field("last", "结束", Kind.DATE),
    Field("name", "节日", Kind.TEXT),
    Field("state", "安排", Kind.TEXT, required=True, help="放假或上班"),
)
_SYNONYMS = {
    "first": ("日期", "开始日期", "起"),
    "last": ("结束日期", "止"),
    "name": ("名称", "节假日"),
    "state": ("类别", "放假或上班", "说明"),
}


def rest_days(work: Workplace, days: Iterable[date]) -> frozenset[date]:
    """Those of the days that are not worked."""
    known = calendars.table(work.settings)
    return frozenset(day for day in days if not holidays.is_worked(day, known))


def unknown_years(work: Workplace) -> tuple[int, ...]:
    """The years of which the office has not entered what it should know by today."""
    return holidays.unknown_years(calendars.table(work.settings), work.today())


def named(work: Workplace, days: Iterable[date]) -> dict[date, str]:
    """Those of the days that a holiday takes off, with its name."""
    known = sorted(days)
    return holidays.names(calendars.table(work.settings), known[0], known[-1]) if known else {}


def weeks_off(work: Workplace, first: date, last: date) -> dict[date, str]:
    """Weeks that the rotation leaves out for a holiday, why; none unless the settings say so."""
    if not work.settings["rotation_holidays"]:
        return {}
    found = holidays.weeks_off(calendars.table(work.settings), first, last)
    return {week: f"{name}放假" for week, name in found.items()}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a sheet brought: how many rows, which lines gave way to them, which of these years stayed."""

    rows: int
    replaced: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """How many rows came in."""
        return f"已导入 {self.rows} 条节假日和调休。"

    @property
    def detail(self) -> str:
        """What became of the lines that were there; ``""`` where none of these years was."""
        said = []
        if self.replaced:
            said.append(f"换掉了日子重叠的：{'；'.join(self.replaced)}。")
        if self.kept:
            said.append(f"表里没有写的没有动：{'；'.join(self.kept)}。不对的请在设置里删去。")
        return "\n".join(said)


def import_sheet(work: Workplace, path: Path) -> Taken:
    """Put the rows of a sheet in the table, in the place of those of the same days.

    Columns 开始, 结束, 节日, 安排.

    Raises:
        Invalid: a row that cannot be read, or days that overlap; nothing is stored.
        DomainError: the file cannot be read, a column is missing, or it has no row.
    """
    from gaotang_desktop.workbooks.matching import match_header
    from gaotang_desktop.workbooks.reading import read_sheet

    sheet = read_sheet(path)
    matched = match_header(sheet.header, _FIELDS, _SYNONYMS)
    matched.require()
    found = []
    for row in sheet.rows:
        try:
            values = {
                each.name: fields.read(each, row.values.get(column), today=work.today())
                for each in _FIELDS
                if (column := matched.by_field.get(each.name)) is not None
            }
        except Invalid as problem:
            raise Invalid({"holidays": f"第 {row.number} 行：{problem}"}) from None
        state = str(values.get("state") or "").strip()
        if state not in (holidays.OFF, holidays.WORKED, "补班", "调休上班"):
            raise Invalid(
                {"holidays": f"第 {row.number} 行的“安排”要写“放假”或“上班”，现在是“{state}”。"}
            )
        first = values.get("first")
        if first is None:
            raise Invalid({"holidays": f"第 {row.number} 行没有“开始”的日期，请填写。"})
        found.append(
            Holiday(
                first, values.get("last") or first, values.get("name") or "节假日",
                state != holidays.OFF,
            )
        )  # fmt: skip
    if not found:
        raise DomainError(f"“{path.name}”里没有一条节假日，请写好 开始、结束、节日、安排 再导入。")
    holidays.checked(found)
    known = calendars.table(work.settings)
    replaced = [each for each in known if any(each.overlaps(one) for one in found)]
    kept = [each for each in known if each not in replaced]
    whole = holidays.checked([*kept, *found])
    work.change_settings({"holidays": "\n".join(each.line for each in whole)})
    years = {each.first.year for each in found}
    return Taken(
        len(found),
        tuple(each.line for each in replaced if each not in found),
        tuple(each.line for each in kept if each.first.year in years),
    )
