"""One declaration per field; reading what a person typed and showing what is stored.

A :class:`Field` is said once, on the model's column (``data.models.field``). Lists, forms, search,
history wording, sheets and messages all take label, kind, help, choices and privacy from it.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, NamedTuple

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.writings import times
from gaotang_desktop.domain.writings.dates import (
    NOTHING,
    Around,
    monday,
    read_date,
)
from gaotang_desktop.domain.writings.day_words import WEEKDAYS
from gaotang_desktop.domain.writings.names import closed_up, names_of, too_wide
from gaotang_desktop.domain.writings.numbers import for_a_stroke, vague_number, whole_number
from gaotang_desktop.domain.writings.times import read_time
from gaotang_desktop.domain.writings.unclear import Unclear
from gaotang_desktop.domain.writings.weeks import read_week, week_label

__all__ = [
    "WEEKDAYS", "Around", "Field", "Kind", "Listing", "Privacy", "Reference", "bare_text", "check_required", "cleaned", "day_label", "impossible",
    "is_deadline", "monday", "names_of", "one_line", "plain", "read", "read_date", "read_time", "read_week", "same_text", "show", "sort_key", "week_label",
]  # fmt: skip


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
    """What is known about one field of one kind of record.

    ``default`` is what a form begins with and what a sheet means that does not say it. A none of a
    ``required`` count is the sheet's alone, and told: who fills in a form says it.
    """

    name: str
    label: str
    kind: Kind
    required: bool = False
    help: str = ""
    choices: tuple[str, ...] = ()
    refers_to: str | None = None
    named_in: str | None = None  # a text that names a record of this register
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
    evening: bool = False  # a time in the log of a night: 8点半 is the evening
    later: bool = False  # seldom known when the record is made: a long form keeps it under 更多
    asked_with: tuple[str, ...] = ()  # of a later one: choices with which it is asked at once

    @property
    def is_typed(self) -> bool:
        """Whether a none is never taken for granted: a required count whose default is 0."""
        return self.required and self.default == 0 and not isinstance(self.default, bool)


class Reference(NamedTuple):
    """Another record as a list shows it, with its place in the order; ``also`` what else it is called."""

    id: int
    label: str
    order: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one kind of record, ready for a table or a sheet.

    ``rows[i]`` holds the values of record ``ids[i]`` in the order of ``fields``: ``str``, ``int``,
    ``Decimal``, ``date``, ``time``, ``datetime``, ``bool``, ``tuple[str, ...]``,
    :class:`Reference` or ``None``. What is ``uncounted`` is shown and in no sum.
    """

    kind: str
    fields: tuple[Field, ...]
    ids: tuple[int, ...]
    rows: tuple[tuple[Any, ...], ...]
    uncounted: frozenset[int] = frozenset()

    def column(self, name: str) -> int:
        """Position of a field by name."""
        return next(i for i, field in enumerate(self.fields) if field.name == name)

    def only(self, names: Iterable[str]) -> "Listing":
        """The same records with these fields alone, in this order."""
        shown = [self.column(name) for name in names]
        rows = tuple(tuple(row[i] for i in shown) for row in self.rows)
        return replace(self, fields=tuple(self.fields[i] for i in shown), rows=rows)

    def listed(self) -> "Listing":
        """The same records with the fields that lists show."""
        return self.only([field.name for field in self.fields if field.listed])

    def plus(self, field: Field, values: Iterable[Any], *, at: int | None = None) -> "Listing":
        """The same records with one more field, computed for each row in order."""
        place = len(self.fields) if at is None else at
        rows = tuple(
            (*row[:place], value, *row[place:])
            for row, value in zip(self.rows, values, strict=True)
        )
        return replace(self, fields=(*self.fields[:place], field, *self.fields[place:]), rows=rows)

    def where(self, wanted: Callable[[int, tuple[Any, ...]], bool]) -> "Listing":
        """The records for which ``wanted(id, row)`` holds."""
        kept = [i for i, row in enumerate(self.rows) if wanted(self.ids[i], row)]
        ids, rows = tuple(self.ids[i] for i in kept), tuple(self.rows[i] for i in kept)
        return replace(self, ids=ids, rows=rows)


TRUE_WORDS = {"是", "有", "对", "√", "✓", "✔", "☑", "1", "Y", "YES", "TRUE", "联合", "是的"}
FALSE_WORDS = {"否", "无", "不是", "×", "✗", "✘", "0", "N", "NO", "FALSE", "没有", "不"}


def plain(text: str) -> str:
    """Trim, and turn full-width letters and digits into half-width ones (Chinese marks stay)."""
    half = "".join(
        chr(ord(mark) - 0xFEE0) if "０" <= mark <= "９" or "Ａ" <= mark <= "ｚ" else mark
        for mark in text
    )
    return re.sub(r"[ \t\u00a0\u3000]+", " ", half).strip()


def one_line(text: str) -> str:
    """A pasted name without its line breaks and tabs: they become single spaces, ends trimmed."""
    return " ".join(text.split())


_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff"
    # Without width: they came with a copy from a web page or a chat and make two of one name.
    "\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    # The joiner holds a family of faces together; elsewhere it is as invisible as the others.
    "|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
_MOBILE = re.compile(r"1\d{2}[ -]\d{4}[ -]\d{4}")
_KIND_OF = re.compile(r"(?:宣传|活动|方式|形式|类)$")
_AHEAD = ("期限", "时限", "截止", "止", "延至")


def cleaned(text: str) -> str:
    """A text as it may be stored: soft line breaks are line breaks, what cannot be seen is gone.

    Said once, at the door: what was stored so comes back from every sheet as it is.
    """
    return _INVISIBLE.sub("", _BREAKS.sub("\n", text))


def read(field: Field, typed: Any, *, today: date, around: Around = NOTHING) -> Any:
    """Turn what was typed, pasted or found in a sheet into the field's value.

    ``None`` and blank text give ``None``. A value that already has the right type is kept.
    ``REFERENCE`` fields take an ``int``; names are resolved by whoever knows the registers.
    ``around`` is what the sheet's title says of its dates.

    Raises:
        Invalid: with one whole sentence under the field's name, and with the writings that would
            be clear where the one given may mean several things.
    """
    try:
        value = _read(field, typed, today, around)
    except Unclear as problem:
        raise Invalid({field.name: briefly(str(problem))}, offers=problem.offers) from None
    except ValueError as problem:
        raise Invalid({field.name: briefly(str(problem))}) from None
    return value


def briefly(sentence: str) -> str:
    """A sentence without the most of what it quotes at length: a cell may hold 32,767 characters."""
    return re.sub(r"“([^“”]{80,})”", lambda said: f"“{said[1][:30]}…”", sentence)


def _read(field: Field, typed: Any, today: date, around: Around) -> Any:
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None
    kind = field.kind
    if isinstance(typed, str):
        typed = cleaned(typed)
        if not typed.strip():
            return None
    if kind in (Kind.TEXT, Kind.LONG_TEXT):
        return _read_text(field, str(typed))
    if kind is Kind.INTEGER:
        return _read_integer(field, typed)
    if kind is Kind.DECIMAL:
        return _read_decimal(field, typed)
    if kind in (Kind.DATE, Kind.MONTH):
        ahead = is_deadline(field)
        month = kind is Kind.MONTH
        if month and isinstance(typed, str):
            typed = re.sub(r"^\s*(\d{2})年(?=\d{1,2}月)", r"20\1年", typed)  # 26年9月
        day = read_date(
            typed, today=today, label=field.label, month=month, ahead=ahead, around=around
        )
        return day.replace(day=1) if month else day
    if kind is Kind.WEEK:
        return read_week(typed, today=today, label=field.label, around=around)
    if kind is Kind.TIME:
        return read_time(typed, label=field.label, evening=field.evening)
    if kind is Kind.MOMENT:
        return typed if isinstance(typed, datetime) else datetime.fromisoformat(str(typed))
    if kind is Kind.FLAG:
        return _read_flag(field, typed)
    if kind is Kind.CHOICE:
        return _read_choice(field, typed)
    if kind is Kind.NAMES:
        people = field.privacy is Privacy.RESIDENT or field.label.endswith(("人", "人员"))
        text = _apart(field, str(typed)) if people else str(typed)
        parts = typed if isinstance(typed, (tuple, list)) else names_of(text, people=people)
        names = tuple(dict.fromkeys(one_line(str(part)) for part in parts if str(part).strip()))
        return names or None
    if isinstance(typed, Reference):
        return typed.id
    if isinstance(typed, int):
        return typed
    raise ValueError(f"“{field.label}”要从名单里选择，“{typed}”不在名单里。")


def is_deadline(field: Field) -> bool:
    """Whether a day lies ahead: until when something is to be done."""
    return field.kind is Kind.DATE and field.label.endswith(_AHEAD)


def _apart(field: Field, typed: str) -> str:
    if too_wide(typed):
        raise ValueError(
            f"“{field.label}”里的“{typed}”每个字都隔开了，分不清是几个人。请在姓名之间用顿号隔开，如 王小明、李四。"
        )
    return typed


def _read_text(field: Field, typed: str) -> str:
    text = one_line(typed) if field.kind is Kind.TEXT else typed.strip()
    if field.label.endswith(("人", "员", "姓名")):
        text = closed_up(_apart(field, text))  # 张 三, written wide to fill a column
    if field.privacy is Privacy.STAFF:
        text = plain(text).replace("－", "-").replace("—", "-")  # a phone typed in full width
        text = text.lstrip("'’‘")  # a sheet's mark of a text
        if _MOBILE.fullmatch(text):
            text = re.sub(r"[ -]", "", text)
    longest = field.longest if field.kind is Kind.TEXT else max(field.longest, 20_000)
    if len(text) > longest:
        raise ValueError(f"“{field.label}”最多 {longest} 个字，现在有 {len(text)} 个字，请缩短。")
    return text


def _read_integer(field: Field, typed: Any) -> int:
    number = None
    if not isinstance(typed, bool) and not (isinstance(typed, float) and not typed.is_integer()):
        number = whole_number(plain(str(typed)).lstrip("'’‘"), unit=field.unit)
    if number is None:
        _ask_if_vague(field, typed)
        raise ValueError(_wrong(field, "要填整数", typed) + for_a_stroke(typed, field))
    within: int = _within(field, number)
    return within


def _wrong(field: Field, needs: str, typed: Any) -> str:
    return f"“{field.label}”{needs}，现在是“{typed}”。"


def _ask_if_vague(field: Field, typed: Any) -> None:
    """About how many is never stored as so many: it is asked.

    Raises:
        Unclear: it says about how many, or a spreadsheet made a day of 3-4.
    """
    if isinstance(typed, date):
        offers = (str(typed.month), str(typed.day))
        why = "是日期，多半是表格软件把 3-4 这样的写法变成了日期"
        raise Unclear(field.label, f"{typed:%Y-%m-%d}", offers, why=why)
    said = plain(str(typed)).lstrip("'’‘")
    if (numbers := vague_number(said, unit=field.unit)) is not None:
        raise Unclear(field.label, typed, map(str, numbers), why="不是一个确定的数")


def _read_decimal(field: Field, typed: Any) -> Any:
    text = plain(str(typed)).replace("．", ".").replace(",", "").replace("，", "")
    text = text.removesuffix(field.unit).strip().lstrip("'’‘")
    try:
        number = Decimal(text)
    except InvalidOperation:
        _ask_if_vague(field, typed)
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
    together = re.sub(r"\s+", "", word)  # broken to fit a narrow column
    for short in (word.removesuffix(field.label), together, _KIND_OF.sub("", together)):
        if short in field.choices:
            return short  # 高风险, where the field 风险 says 高; 微信群宣传
    starts = [choice for choice in field.choices if choice.startswith(word) or word in choice]
    if len(starts) == 1 and not {*"不未没无非"} & {*starts[0].partition(word)[0]}:
        return starts[0]  # 采纳 is no short word for 不予采纳
    raise ValueError(_wrong(field, f"只能是{'、'.join(field.choices)}", typed))


def impossible(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, str]:
    """A sentence for each value that its field cannot have: no choice of it, no number, out of range.

    The values are as they would be stored; the sentences are those of :func:`read`.
    """
    found = {}
    for each in fields:
        value = values.get(each.name)
        try:
            if value in (None, ""):
                continue
            if each.kind is Kind.CHOICE and each.strict_choices and value not in each.choices:
                raise ValueError(_wrong(each, f"只能是{'、'.join(each.choices)}", value))
            if each.kind is Kind.INTEGER:
                if type(value) is not int:
                    raise ValueError(_wrong(each, "要填整数", value))
                _within(each, value)
            elif each.kind is Kind.DECIMAL:
                _read_decimal(each, value)
        except ValueError as problem:
            found[each.name] = briefly(str(problem))
    return found


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
        return times.written(value, evening=field.evening)
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
        field.name: f"请填写“{field.label}”{'，没有的填 0' if field.is_typed else ''}。"
        for field in fields
        if field.required and values.get(field.name) in (None, "", ())
    }


def day_label(day: date) -> str:
    """``10-05 周一``: how lists show a day."""
    return f"{day:%m-%d} 周{WEEKDAYS[day.weekday()]}"


def same_text(one: str, other: str) -> bool:
    """Whether two names differ by width, case or blanks alone."""
    return bare_text(one) == bare_text(other)


def bare_text(text: str) -> str:
    """A name without what :func:`same_text` does not look at."""
    return unicodedata.normalize("NFKC", text).casefold().replace(" ", "")
