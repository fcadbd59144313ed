"""A scheme as text: canonical JSON, read back with a whole sentence for everything wrong."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation import rewarding
from gaotang_desktop.domain.evaluation.scheme_changes import LABELS, REWARD_LABELS
from gaotang_desktop.domain.evaluation.schemes import Item, RewardRule, Scheme, problems

_LARGEST = Decimal(10) ** 9
_SHOWN = 20


def to_json(scheme: Scheme) -> str:
    """Canonical JSON: sorted keys, decimals as strings, defaults spelled out.

    What came to the format later is left out where it says nothing, so that what was frozen before
    reads the same.
    """
    raw = {name: getattr(scheme, name) for name in Scheme.__slots__}
    raw["items"] = [_item_text(item) for item in scheme.items]
    raw["rewards"] = [
        {name: getattr(rule, name) for name in RewardRule.__slots__} for rule in scheme.rewards
    ]
    if not raw["rewards"]:
        del raw["rewards"]
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)


def _item_text(item: Item) -> dict[str, Any]:
    raw = {name: getattr(item, name) for name in Item.__slots__}
    plain = Item("", "", Decimal(0), "", "")
    return {
        name: value
        for name, value in raw.items()
        if name not in _LATER or value != getattr(plain, name)
    }


def from_json(text: str, *, checked: bool = True) -> Scheme:
    """Read a scheme; ``checked`` False accepts what was frozen, whatever the rules say today.

    Raises:
        DomainError: what is wrong and at which item, in whole sentences.
    """
    try:
        raw = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as problem:
        raise DomainError(
            f"考评方案文件第 {problem.lineno} 行第 {problem.colno} 个字看不懂，"
            "可能被改坏了，请用程序导出的方案文件再试。"
        ) from problem
    except RecursionError as problem:
        raise DomainError(
            "考评方案文件的括号套得太深，看不懂，请用程序导出的方案文件再试。"
        ) from problem
    if not isinstance(raw, dict):
        raise DomainError("考评方案文件里没有方案，请用程序导出的方案文件再试。")
    scheme = _scheme(raw)
    if checked and (sentences := problems(scheme)):
        raise DomainError("".join(sentences))
    return scheme


def _scheme(raw: Mapping[str, Any]) -> Scheme:
    values = _read(raw, _SCHEME, ("name", "version", "starts_on", "items"), "考评方案")
    return Scheme(**values)


def _items(value: Any) -> tuple[Item, ...]:
    if not isinstance(value, list):
        raise ValueError("要是一列项目")
    found = []
    for number, each in enumerate(value, start=1):
        if not isinstance(each, dict):
            raise ValueError(f"第 {number} 个不是项目")
        where = f"考评方案第 {number} 个项目"
        found.append(Item(**_read(each, _ITEM, ("code", "name", "full", "fact", "method"), where)))
    return tuple(found)


def _rewards(value: Any) -> tuple[RewardRule, ...]:
    if not isinstance(value, list):
        raise ValueError("要是一列规则")
    found = []
    for number, each in enumerate(value, start=1):
        if not isinstance(each, dict):
            raise ValueError(f"第 {number} 条不是规则")
        where = f"考评方案第 {number} 条奖惩规则"
        found.append(RewardRule(**_read(each, _REWARD, ("when", "number", "reward"), where)))
    if said := rewarding.problem(found):
        raise DomainError(f"考评方案的{said}")
    return tuple(found)


def _read(
    raw: Mapping[str, Any],
    readers: Mapping[str, Callable[[Any], Any]],
    needed: tuple[str, ...],
    where: str,
) -> dict[str, Any]:
    labels = REWARD_LABELS if readers is _REWARD else LABELS
    if lacking := [labels[name] for name in needed if name not in raw]:
        raise DomainError(f"{where}缺少“{'、'.join(lacking)}”，请用程序导出的方案文件再试。")
    if strange := [name for name in raw if name not in readers]:
        raise DomainError(
            f"{where}里有看不懂的“{'、'.join(strange)}”，可能是新版本程序写的，请先升级程序。"
        )
    found = {}
    for name, value in raw.items():
        try:
            found[name] = readers[name](value)
        except ValueError as problem:
            raise DomainError(
                f"{where}的“{labels[name]}”写得不对：{problem}，请改正。"
            ) from problem
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("要是文字")
    # What no paper can show and no file can hold: control characters, halves of a character.
    if any(unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\r\t" for each in value):
        raise ValueError("有印不出来的字符")
    return value


def _words(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("要是一列文字")
    return tuple(_text(each) for each in value)


def _integer(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("要是整数")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("要写成 true（是）或 false（否）")
    return value


def _decimal(value: Any) -> Decimal:
    if not isinstance(value, (str, int, Decimal)) or isinstance(value, bool):
        raise ValueError("要是数字")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"“{_start(value)}”不是数字") from None
    if not number.is_finite() or abs(number) > _LARGEST:
        raise ValueError(f"“{_start(value)}”不是能用的数字")
    return number


def _start(value: Any) -> str:
    """What was written, of long writings the beginning."""
    words = f"{value}"
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"


def _day(value: Any) -> date:
    said = _text(value)
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ValueError(f"“{_start(value)}”不是日期，要写成 2026-01-01") from None


def _bands(value: Any) -> tuple[tuple[Decimal, Decimal], ...]:
    if not isinstance(value, list) or any(
        not isinstance(each, list) or len(each) != 2 for each in value
    ):
        raise ValueError("每一档要有界限和得分两个数")
    return tuple((_decimal(threshold), _decimal(worth)) for threshold, worth in value)


def _or_none(reader: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else reader(value)


_LATER = ("bend", "bend_points", "against", "doubled", "least", "without_holidays")
_ITEM: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(
        (
            "code", "name", "fact", "method", "clause", "per", "when_not_due", "when_not_received",
            "against",
        ),
        _text,
    ),
    **dict.fromkeys(
        ("target", "floor", "mark", "step", "cap", "bend", "bend_points"), _or_none(_decimal)
    ),
    **dict.fromkeys(("full", "least"), _decimal),
    **dict.fromkeys(("share_of", "doubled", "without_holidays"), _flag),
    "bands": _bands,
}  # fmt: skip
_REWARD: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("when", "reward", "detail", "cycle"), _text),
    **dict.fromkeys(("number", "times"), _integer),
}
_SCHEME: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("name", "note", "cycle", "year_of"), _text),
    **dict.fromkeys(("version", "best_named", "worst_named"), _integer),
    **dict.fromkeys(("bonus_step", "bonus_cap", "year_weight"), _decimal),
    **dict.fromkeys(("tie_order", "vetoes"), _words),
    "deduction_cap": _or_none(_decimal),
    "minimum_sample": _or_none(_integer),
    "starts_on": _day,
    "template": _flag,
    "items": _items,
    "rewards": _rewards,
}
