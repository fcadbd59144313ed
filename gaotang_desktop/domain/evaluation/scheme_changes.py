"""What a version of the rules changed, in words (方案对照)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from gaotang_desktop.domain.evaluation import rewarding
from gaotang_desktop.domain.evaluation.facts import FACTS
from gaotang_desktop.domain.evaluation.schemes import (
    AGAINST,
    CYCLES,
    METHODS,
    NOT_DUE,
    NOT_RECEIVED,
    PER,
    YEARS,
    Item,
    RewardRule,
    Scheme,
)
from gaotang_desktop.domain.evaluation.wording import number

WORDS: Mapping[str, Mapping[str, str]] = {
    "fact": {key: kind.label for key, kind in FACTS.items()},
    "method": METHODS,
    "per": PER,
    "against": AGAINST,
    "when_not_due": NOT_DUE,
    "when_not_received": NOT_RECEIVED,
    "cycle": CYCLES,
    "year_of": YEARS,
}
"""The words of what stands in these fields of a scheme or an item by a key."""


def changes(old: Scheme, new: Scheme, labels: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each field that differs, item by item; ``labels`` are the forms' own."""
    found = _fields("", old, new, labels, without=("items", "version"))
    before = {item.code: item for item in old.items}
    after = {item.code: item for item in new.items}
    for code, item in after.items():
        if (past := before.get(code)) is None:
            found.append(f"新增 {code} {item.name}（{number(item.full)} 分）。")
        else:
            found += _fields(f"{code} {past.name}：", past, item, labels, without=("code",))
    found += [
        f"去掉 {code} {item.name}（{number(item.full)} 分）。"
        for code, item in before.items()
        if code not in after
    ]
    return tuple(found)


def _fields(
    where: str,
    old: Scheme | Item,
    new: Scheme | Item,
    labels: Mapping[str, str],
    *,
    without: tuple[str, ...],
) -> list[str]:
    return [
        f"{where}{labels.get(name, name)}由 {_word(name, was)} 改为 {_word(name, now)}。"
        for name in type(new).__slots__
        if name not in without and (was := getattr(old, name)) != (now := getattr(new, name))
    ]


def _word(name: str, value: Any) -> str:
    if name in WORDS:
        return WORDS[name].get(value, str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, tuple):
        parts = [
            f"{number(each[0])}：{number(each[1])}"
            if isinstance(each, tuple)
            else rewarding.line(each)
            if isinstance(each, RewardRule)
            else str(each)
            for each in value
        ]
        return "、".join(parts) or "无"
    return "空" if value in (None, "") else str(value)
