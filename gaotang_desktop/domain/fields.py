"""One declaration per field; reading what a person typed and showing what is stored.

A :class:`Field` is said once, on the model's column (``data.models.field``). Lists, forms, search,
history wording, sheets and messages all take label, kind, help, choices and privacy from it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, NamedTuple

from gaotang_desktop.domain.errors import Invalid


class Kind(StrEnum):
    """What a value is; decides its editor, its alignment, its reading and its showing."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    MONTH = "month"  # the first day of the month
    WEEK = "week"  # the Monday of the ISO week
    TIME = "time"
    MOMENT = "moment"  # date and time, local
    CHOICE = "choice"  # the stored value is the Chinese word itself
    FLAG = "flag"
    NAMES = "names"  # several short names, stored as a tuple: aliases, people
    REFERENCE = "reference"  # another record, by id


class Privacy(StrEnum):
    """How freely a value may appear on paper and in exports."""

    OPEN = "open"
    STAFF = "staff"  # phones of officers: inside the office
    RESIDENT = "resident"  # names of residents: masked unless asked


@dataclass(frozen=True, slots=True)
class Field:
    """What is known about one field of one kind of record."""

    name: str
    label: str
    kind: Kind
    required: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    privacy: Privacy = Privacy.OPEN
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    default: Any = None
    longest: int = 200
    searchable: bool = False
    listed: bool = True
    editable: bool = True
    strict_choices: bool = True


class Reference(NamedTuple):
    """Another record as a list shows it: its id, its name, its place in the display order."""

    id: int
    label: str
    order: int


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one kind of record, ready for a table or a sheet.

    ``rows[i]`` holds the values of record ``ids[i]`` in the order of ``fields``: ``str``, ``int``,
    ``Decimal``, ``date``, ``time``, ``datetime``, ``bool``, ``tuple[str, ...]``,
    :class:`Reference` or ``None``.
    """

    kind: str
    fields: tuple[Field, ...]
    ids: tuple[int, ...]
    rows: tuple[tuple[Any, ...], ...]

    def column(self, name: str) -> int:
        """Position of a field by name."""
        return next(i for i, field in enumerate(self.fields) if field.name == name)

    def only(self, names: Iterable[str]) -> "Listing":
        """The same records with these fields alone, in this order."""
        shown = [self.column(name) for name in names]
        return Listing(
            self.kind,
            tuple(self.fields[i] for i in shown),
            self.ids,
            tuple(tuple(row[i] for i in shown) for row in self.rows),
        )

    def listed(self) -> "Listing":
        """The same records with the fields that lists show."""
        return self.only([field.name for field in self.fields if field.listed])

    def plus(self, field: Field, values: Iterable[Any], *, at: int | None = None) -> "Listing":
        """The same records with one more field, computed for each row in order."""
        place = len(self.fields) if at is None else at
        return Listing(
            self.kind,
            (*self.fields[:place], field, *self.fields[place:]),
            self.ids,
            tuple(
                (*row[:place], value, *row[place:])
                for row, value in zip(self.rows, values, strict=True)
            ),
        )

    def where(self, wanted: Callable[[int, tuple[Any, ...]], bool]) -> "Listing":
        """The records for which ``wanted(id, row)`` holds."""
        kept = [i for i, row in enumerate(self.rows) if wanted(self.ids[i], row)]
        return Listing(
            self.kind,
            self.fields,
            tuple(self.ids[i] for i in kept),
            tuple(self.rows[i] for i in kept),
        )


WEEKDAYS = "一二三四五六日"
TRUE_WORDS = {"是", "有", "对", "√", "✓", "1", "Y", "YES", "TRUE", "联合"}
FALSE_WORDS = {"否", "无", "不是", "×", "0", "N", "NO", "FALSE", "没有"}
NAME_SEPARATORS = re.compile(r"[、,，;；/\s]+")


def plain(text: str) -> str:
    """Trim, and turn full-width letters and digits into half-width ones (Chinese marks stay)."""
    half = "".join(
        chr(ord(mark) - 0xFEE0) if "０" <= mark <= "９" or "Ａ" <= mark <= "ｚ" else mark
        for mark in text
    )
    return re.sub(r"[ \t\u00a0\u3000]+", " ", half).strip()


def one_line(text: str) -> str:
    """A pasted name without its line breaks and tabs: they become single spaces, ends trimmed."""
    return re.sub(r"\s+", " ", text.replace("\u3000", " ")).strip()


def read(field: Field, typed: Any, *, today: date) -> Any:
    """Turn what was typed, pasted or found in a sheet into the field's value.

    ``None`` and blank text give ``None``. A value that already has the right type is kept.
    ``REFERENCE`` fields take an ``int``; names are resolved by whoever knows the registers.

    Raises:
        Invalid: with one whole sentence under the field's name.
    """
    try:
        value = _read(field, typed, today)
    except ValueError as problem:
        raise Invalid({field.name: str(problem)}) from None
    return value


def _read(field: Field, typed: Any, today: date) -> Any:
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None
    kind = field.kind
    if kind in (Kind.TEXT, Kind.LONG_TEXT):
        return _read_text(field, str(typed))
    if kind is Kind.INTEGER:
        return _read_integer(field, typed)
    if kind is Kind.DECIMAL:
        return _read_decimal(field, typed)
    if kind in (Kind.DATE, Kind.MONTH):
        day = read_date(typed, today=today, label=field.label, month=kind is Kind.MONTH)
        return day.replace(day=1) if kind is Kind.MONTH else day
    if kind is Kind.WEEK:
        return read_week(typed, today=today, label=field.label)
    if kind is Kind.TIME:
        return read_time(typed, label=field.label)
    if kind is Kind.MOMENT:
        if isinstance(typed, datetime):
            return typed
        return datetime.fromisoformat(str(typed))
    if kind is Kind.FLAG:
        return _read_flag(field, typed)
    if kind is Kind.CHOICE:
        return _read_choice(field, typed)
    if kind is Kind.NAMES:
        parts = typed if isinstance(typed, (tuple, list)) else NAME_SEPARATORS.split(str(typed))
        names = tuple(dict.fromkeys(one_line(str(part)) for part in parts if str(part).strip()))
        return names or None
    if isinstance(typed, Reference):
        return typed.id
    if isinstance(typed, int):
        return typed
    raise ValueError(f"“{field.label}”要从名单里选择，“{typed}”不在名单里。")


def _read_text(field: Field, typed: str) -> str:
    text = one_line(typed) if field.kind is Kind.TEXT else typed.replace("\r\n", "\n").strip()
    if field.privacy is Privacy.STAFF:
        text = plain(text).replace("－", "-").replace("—", "-")  # a phone typed in full width
    if "\x00" in text:
        raise ValueError(f"“{field.label}”里有不能保存的控制字符，请重新输入。")
    longest = field.longest if field.kind is Kind.TEXT else max(field.longest, 20_000)
    if len(text) > longest:
        raise ValueError(f"“{field.label}”最多 {longest} 个字，现在有 {len(text)} 个字，请缩短。")
    return text


def _read_integer(field: Field, typed: Any) -> int:
    if isinstance(typed, bool) or (isinstance(typed, float) and not typed.is_integer()):
        raise ValueError(f"“{field.label}”要填整数，现在是“{typed}”。")
    text = plain(str(typed)).replace(",", "").removesuffix(field.unit).strip()
    text = text.removesuffix(".0")
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise ValueError(f"“{field.label}”要填整数，现在是“{typed}”。")
    number: int = _within(field, int(text))
    return number


def _read_decimal(field: Field, typed: Any) -> Any:
    text = plain(str(typed)).replace("．", ".").replace(",", "").removesuffix(field.unit).strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"“{field.label}”要填数字，现在是“{typed}”。") from None
    if not number.is_finite():
        raise ValueError(f"“{field.label}”要填数字，现在是“{typed}”。")
    if number != round(number, 2):
        raise ValueError(f"“{field.label}”最多两位小数，现在是“{typed}”。")
    return _within(field, number)


def _within(field: Field, number: Any) -> Any:
    if field.minimum is not None and number < field.minimum:
        raise ValueError(f"“{field.label}”不能小于 {field.minimum}，现在是 {number}。")
    if field.maximum is not None and number > field.maximum:
        raise ValueError(f"“{field.label}”不能大于 {field.maximum}，现在是 {number}。")
    return number


def _read_flag(field: Field, typed: Any) -> bool:
    if isinstance(typed, bool):
        return typed
    word = plain(str(typed)).upper()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueError(f"“{field.label}”请填“是”或“否”，现在是“{typed}”。")


def _read_choice(field: Field, typed: Any) -> str:
    word = one_line(str(typed))
    if word in field.choices or not field.strict_choices:
        return word
    if (short := word.removesuffix(field.label)) in field.choices:
        return short  # 高风险, where the field 风险 says 高
    starts = [choice for choice in field.choices if choice.startswith(word) or word in choice]
    if len(starts) == 1:
        return starts[0]
    raise ValueError(f"“{field.label}”只能是{'、'.join(field.choices)}，现在是“{typed}”。")


def read_date(typed: Any, *, today: date, label: str = "日期", month: bool = False) -> date:
    """Read ``2026-10-05``, ``2026年10月5日``, ``20261005``, ``10.5``, ``10月5日``, ``5日``, ``昨天``.

    Without a year, the day nearest to ``today`` is meant (in January, ``12.30`` is last year's).

    Raises:
        ValueError: a whole sentence.
    """
    if isinstance(typed, datetime):
        return typed.date()
    if isinstance(typed, date):
        return typed
    text = plain(str(typed)).replace("．", ".").replace("／", "/").replace("－", "-")
    words = {
        "今天": 0,
        "今日": 0,
        "今晚": 0,
        "昨天": -1,
        "昨日": -1,
        "昨晚": -1,
        "前天": -2,
        "明天": 1,
    }
    if text in words:
        return today + timedelta(days=words[text])
    text = re.split(r"(?<=\d)[ T]+(?=\d{1,2}:)", text)[0]
    problem = ValueError(
        f"“{label}”看不懂“{typed}”，请写成 2026-10-05、10月5日、10.5 或 昨天 这样的日期。"
    )
    try:
        if found := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := re.fullmatch(
            r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", text
        ):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if month and (found := re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?", text)):
            return date(int(found[1]), int(found[2]), 1)
        if found := re.fullmatch(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?", text):
            return _nearest(int(found[1]), int(found[2]), today)
        if found := re.fullmatch(r"(\d{1,2})\s*[日号]", text):
            return today.replace(day=int(found[1]))
    except ValueError:
        raise ValueError(f"“{label}”里的“{typed}”不是日历上有的日子，请改正。") from None
    raise problem


def monday(day: date) -> date:
    """The Monday of the ISO week in which a day lies."""
    return day - timedelta(days=day.weekday())


def read_week(typed: Any, *, today: date, label: str = "周") -> date:
    """Read ``2026-W43``, ``2026年第43周``, ``43周``, ``本周``, ``上周`` or any day of the week.

    Returns the Monday. Without a year, that of ``today`` is meant.

    Raises:
        ValueError: a whole sentence.
    """
    if isinstance(typed, (date, datetime)):
        return monday(typed.date() if isinstance(typed, datetime) else typed)
    text = plain(str(typed)).upper()
    words = {"本周": 0, "这周": 0, "上周": -1, "下周": 1}
    if text in words:
        return monday(today) + timedelta(weeks=words[text])
    found = re.fullmatch(r"(?:(\d{4})\s*[-年]?\s*)?(?:W|第)?\s*(\d{1,2})\s*周?", text)
    if found and ("W" in text or "周" in text):
        year = int(found[1]) if found[1] else today.isocalendar().year
        try:
            return date.fromisocalendar(year, int(found[2]), 1)
        except ValueError:
            raise ValueError(f"“{label}”里的“{typed}”不是日历上有的周，请改正。") from None
    try:
        return monday(read_date(typed, today=today, label=label))
    except ValueError:
        raise ValueError(
            f"“{label}”看不懂“{typed}”，请写成 2026年第43周、本周 或者那一周的任何一天。"
        ) from None


def week_label(day: date) -> str:
    """``2026年第43周``: how lists show a week."""
    year, week, _weekday = day.isocalendar()
    return f"{year}年第{week}周"


def _nearest(number: int, day: int, today: date) -> date:
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(date(year, number, day))
        except ValueError:  # 29 February exists in some of the three years only
            continue
    if not candidates:
        raise ValueError
    return min(candidates, key=lambda candidate: abs((candidate - today).days))


def read_time(typed: Any, *, label: str = "时间") -> time:
    """Read ``20:30``, ``20：30``, ``2030``, ``20.30``, ``20点30``, ``晚8点``, ``20``.

    Raises:
        ValueError: a whole sentence.
    """
    if isinstance(typed, datetime):
        return typed.time().replace(second=0, microsecond=0)
    if isinstance(typed, time):
        return typed.replace(second=0, microsecond=0)
    text = plain(str(typed)).replace("：", ":").replace("．", ".")
    text = text.removeprefix("次日")
    evening = text.startswith(("晚上", "晚", "下午", "夜里"))
    text = re.sub(r"^(晚上|晚|下午|夜里|凌晨|早上|上午)", "", text).replace("半", "30")
    hour = minute = -1
    if found := re.fullmatch(r"(\d{1,2})(?:\s*[:.点时]\s*(\d{1,2})?\s*分?)?(?::\d{2})?", text):
        hour, minute = int(found[1]), int(found[2] or 0)
    elif found := re.fullmatch(r"(\d{1,2})(\d{2})", text):
        hour, minute = int(found[1]), int(found[2])
    if evening and 1 <= hour < 12:
        hour += 12
    if hour == 24 and minute == 0:
        hour = 0
    if not (0 <= hour <= 23 and 0 <= minute <= 59):
        raise ValueError(f"“{label}”看不懂“{typed}”，请写成 20:30 或 2030 这样的时间。")
    return time(hour, minute)


def show(field: Field, value: Any) -> str:
    """The value as a list, a form or a sentence shows it; ``""`` for nothing."""
    if value is None:
        return ""
    if isinstance(value, Reference):
        return value.label
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        if field.kind is Kind.WEEK:
            return week_label(value)
        return value.strftime("%Y-%m" if field.kind is Kind.MONTH else "%Y-%m-%d")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, (tuple, list)):
        return "、".join(str(part) for part in value)
    return str(value)


def sort_key(value: Any) -> tuple[int, Any]:
    """A key that orders values of one field; nothing comes last when ascending."""
    if value is None:
        return (1, 0)
    if isinstance(value, Reference):
        return (0, (value.order, value.label))
    if isinstance(value, (tuple, list)):
        return (0, "、".join(map(str, value)))
    return (0, value)


def check_required(fields: tuple[Field, ...], values: Mapping[str, Any]) -> dict[str, str]:
    """A sentence for each required field without a value."""
    return {
        field.name: f"请填写“{field.label}”。"
        for field in fields
        if field.required and values.get(field.name) in (None, "", ())
    }


def day_label(day: date) -> str:
    """``10-05 周一``: how lists show a day."""
    return f"{day:%m-%d} 周{WEEKDAYS[day.weekday()]}"


def same_text(one: str, other: str) -> bool:
    """Whether two names differ by width, case or blanks alone."""
    return unicodedata.normalize("NFKC", one).casefold().replace(" ", "") == (
        unicodedata.normalize("NFKC", other).casefold().replace(" ", "")
    )
