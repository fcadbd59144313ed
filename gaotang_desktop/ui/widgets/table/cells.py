"""How a value stands in a list: shorter than in a form, empty as ``—``, states with a tone."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.ui.theme import Tone

EMPTY = "—"

_WORDS = {
    Tone.GOOD: "完成 已完成 办结 已办结 已化解 化解 已整改 已反馈 已销号 销号 有效 在岗 合格 已印发 "
    "印发 已签发 优秀 前列 已冻结 正常 已采纳 已核实",
    Tone.BAD: "逾期 已逾期 超期 未完成 未化解 不在岗 未在岗 脱岗 未巡 不合格 一票否决 否决 差 "
    "化解失败 未整改 无效 作废",
    Tone.WARN: "临近 临期 今天 明天 待改进 待整改 整改中 部分 部分完成 迟到 待核实 缺报 推迟 调换 一般",
    Tone.INFO: "进行中 在办 办理中 调解中 抽查 抽查核实 带队 联合 牵头 草稿 待通报 已分派",
}
_TONES = {word: tone for tone, words in _WORDS.items() for word in words.split()}


def tone_of(word: str) -> Tone | None:
    """The tone of a state's word, where the office's word has one."""
    return _TONES.get(word)


def has_tones(field: Field) -> bool:
    """Whether a field is a state, shown as chips: some of its choices has a tone."""
    return field.kind is Kind.CHOICE and any(choice in _TONES for choice in field.choices)


def is_number(field: Field) -> bool:
    """Numbers stand at the right."""
    return field.kind in (Kind.INTEGER, Kind.DECIMAL)


def text_of(field: Field, value: Any, this_year: int) -> str:
    """What a list shows; ``""`` for nothing."""
    if value is None or value == ():
        return ""
    if isinstance(value, str):
        return value if "\n" not in value else " ".join(value.split())
    if isinstance(value, datetime):
        return value.strftime("%m-%d %H:%M" if value.year == this_year else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        if field.kind is Kind.MONTH:
            return f"{value.year}年{value.month}月"
        if field.kind is Kind.WEEK:
            return fields.week_label(value)
        short = fields.day_label(value)
        return short if value.year == this_year else f"{value.year}-{short}"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, bool) and not value:
        return ""  # a column of 否 hides the few 是
    return fields.show(field, value)


def detail_text(field: Field, text: str, value: Any) -> str:
    """``2026-10-05 周一``: a day in the detail, where there is room for the year."""
    if field.kind is Kind.DATE and isinstance(value, date):
        return f"{value.year}-{fields.day_label(value)}"
    return text


def clipboard_text(field: Field, value: Any) -> str:
    """What WPS and Excel get: full dates, no line breaks, and nothing that they would calculate."""
    text = fields.one_line(fields.show(field, value))
    if isinstance(value, str) and text[:1] in ("=", "+", "@", "-"):
        return f"'{text}"
    return text
