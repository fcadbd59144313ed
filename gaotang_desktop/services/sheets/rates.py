"""Shares of those asked as numbers of them: a poll's 满意度 of 95% of 20 is 19 persons."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.writings.numbers import chinese_number

KIND = "poll-results"
_OF = "sample"
_HEAD = re.compile(r"[%％]|率(?:[（(].*[)）])?$|百分比")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*[%％]?")
_PERCENT = re.compile(r"\d{1,3}(?:\.\d+)?\s*[%％]|百分之.+")


def is_rate_head(kind: str, each: Field, header: str) -> bool:
    """Whether a column of persons asked holds shares of them, by its heading: 安全感（%）."""
    return kind == KIND and _is_counted(each) and _HEAD.search(header) is not None


def is_rate(each: Field, raw: Any) -> bool:
    """Whether a cell of such a column is a share: 97.5%, 百分之九十."""
    return (
        _is_counted(each) and isinstance(raw, str) and _PERCENT.fullmatch(raw.strip()) is not None
    )


def _is_counted(each: Field) -> bool:
    return each.kind is Kind.INTEGER and each.name in ("safe", "satisfied", "aware", "took_part")


def counted(raw: Any, asked: int | None, *, label: str) -> int:
    """How many of ``asked`` persons a share is; it must be a whole number of them, but for rounding.

    Raises:
        ValueError: a whole sentence.
    """
    share, digits = _share(raw)
    if share is None or share > 100:
        raise ValueError(f"“{label}”里的“{raw}”不是 0 到 100 的百分比，请填人数，或者改正百分比。")
    if asked is None:
        raise ValueError(
            f"“{label}”写的是百分比“{raw}”，没有有效样本算不出人数，请填样本或者人数。"
        )
    step = Decimal(1).scaleb(-digits)
    found = [
        persons
        for persons in range(asked + 1)
        if abs(Decimal(persons) * 100 / asked - share) * 2 <= step
    ] if asked else []  # fmt: skip
    if len(found) != 1:
        said = "不是整数人" if not found else f"可能是 {found[0]} 到 {found[-1]} 人"
        raise ValueError(f"“{label}”写的是百分比，{asked} 人的“{raw}”{said}，请填人数。")
    return found[0]


def _share(raw: Any) -> tuple[Decimal | None, int]:
    """The share in per cent, and how many digits it is written with behind the point."""
    text = str(raw).strip()
    if text.startswith("百分之"):
        number = 100 if text == "百分之百" else chinese_number(text.removeprefix("百分之"))
        return (None if number is None else Decimal(number)), 0
    if (found := _SHARE.fullmatch(text)) is None:
        return None, 0
    try:
        return Decimal(found[1]), len(found[1].partition(".")[2])
    except InvalidOperation:
        return None, 0
