"""The rules of an evaluation as data: versioned, edited by the operator (考评方案)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.evaluation.facts import FACTS

METHODS: Mapping[str, str] = {
    "proportion": "按完成比例",
    "rate": "按比率",
    "percent": "按百分率",
    "bands": "分档",
    "deduct": "按次扣分",
    "add": "按次加分",
    "manual": "人工评分",
}
NOT_DUE = {"full": "满分", "average": "取其他村平均", "exclude": "不计并折算"}
NOT_RECEIVED = {"zero": "记零分", "pending": "待补，补齐前不能冻结"}
PER = {"night": "晚", "week": "周", "month": "月", "quarter": "季度", "period": "期"}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the scheme.

    ``target`` is the number due ``per`` night, week, month, quarter or period (proportion);
    with ``share_of`` the target is that share of the fact's denominator. ``floor`` and ``mark``
    (0-1) bound a linear rate; ``bands`` are (threshold, points), highest first; ``step`` and
    ``cap`` belong to 按次.
    """

    code: str
    name: str
    full: Decimal
    fact: str
    method: str
    clause: str = ""
    target: Decimal | None = None
    per: str = "period"
    share_of: bool = False
    floor: Decimal | None = None
    mark: Decimal | None = None
    bands: tuple[tuple[Decimal, Decimal], ...] = ()
    step: Decimal | None = None
    cap: Decimal | None = None
    when_not_due: str = "exclude"
    when_not_received: str = "pending"


@dataclass(frozen=True, slots=True)
class Scheme:
    """All rules of one version; old periods keep the version that was in force."""

    name: str
    version: int
    starts_on: date
    items: tuple[Item, ...]
    template: bool = False
    note: str = ""
    bonus_cap: Decimal = Decimal(5)
    tie_order: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    best_named: int = 3
    worst_named: int = 3
    minimum_sample: int = 30

    @property
    def label(self) -> str:
        """Name, version and, for a template, the mark that it is not the official rule."""
        mark = "（参考模板，非正式考评办法）" if self.template else ""
        return f"{self.name} v{self.version}{mark}"

    def item(self, code: str) -> Item:
        """The item of that code."""
        return next(each for each in self.items if each.code == code)


_DECIMALS = ("full", "target", "floor", "mark", "step", "cap")


def from_json(text: str) -> Scheme:
    """Read a scheme.

    Raises:
        DomainError: what is wrong and at which item, in whole sentences.
    """
    try:
        raw = json.loads(text)
        items = tuple(_item(each) for each in raw.pop("items"))
        raw["starts_on"] = date.fromisoformat(raw["starts_on"])
        raw["bonus_cap"] = Decimal(raw.get("bonus_cap", "5"))
        for name in ("tie_order", "vetoes"):
            raw[name] = tuple(raw.get(name, ()))
        scheme = Scheme(items=items, **raw)
    except (json.JSONDecodeError, KeyError, TypeError, ValueError, InvalidOperation) as problem:
        raise DomainError(
            f"考评方案文件看不懂（{problem}），请用程序导出的方案文件再试。"
        ) from problem
    if sentences := problems(scheme):
        raise DomainError("".join(sentences))
    return scheme


def _item(raw: Mapping[str, Any]) -> Item:
    values = dict(raw)
    for name in _DECIMALS:
        if values.get(name) is not None:
            values[name] = Decimal(values[name])
    values["bands"] = tuple((Decimal(a), Decimal(b)) for a, b in values.get("bands", ()))
    return Item(**values)


def to_json(scheme: Scheme) -> str:
    """Canonical JSON: sorted keys, decimals as strings, defaults spelled out."""
    raw = {name: getattr(scheme, name) for name in Scheme.__slots__}
    raw["items"] = [{name: getattr(item, name) for name in Item.__slots__} for item in scheme.items]
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)


def problems(scheme: Scheme) -> list[str]:
    """A sentence for everything that cannot be scored."""
    found = []
    codes = [item.code for item in scheme.items]
    if not codes:
        found.append("方案里没有考评项目，请至少列一项。")
    if len(set(codes)) != len(codes):
        found.append("方案里有重复的项目编号，请改正。")
    for item in scheme.items:
        found += [f"项目 {item.code}：{said}" for said in _item_problems(item)]
    for code in scheme.tie_order:
        if code not in codes:
            found.append(f"同分排序里的“{code}”不是方案里的项目。")
    return found


def _item_problems(item: Item) -> list[str]:
    found = []
    if item.full <= 0:
        found.append("满分必须大于零。")
    if item.method not in METHODS:
        found.append(f"没有“{item.method}”这种计分方法。")
    if item.fact not in FACTS:
        found.append(f"没有“{item.fact}”这种取数。")
    if item.when_not_due not in NOT_DUE or item.when_not_received not in NOT_RECEIVED:
        found.append("没有应办事项或应报未报时的处理方式不对。")
    if item.method == "proportion" and not (item.target and item.target > 0 and item.per in PER):
        found.append("按完成比例计分要有大于零的目标数和周期。")
    if item.method in ("deduct", "add") and not (item.step and item.step > 0):
        found.append("按次计分要有每次的分值。")
    thresholds = [threshold for threshold, _ in item.bands]
    if item.method == "bands" and (
        not thresholds or thresholds != sorted(thresholds, reverse=True)
    ):
        found.append("分档的界限要从高到低排列。")
    if item.floor is not None and item.mark is not None and item.floor >= item.mark:
        found.append("起分线必须低于满分线。")
    return found
