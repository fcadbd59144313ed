"""The fields of a scheme and of its items as forms show them, and back."""

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.evaluation import rewarding
from gaotang_desktop.domain.evaluation.facts import FACTS, FactKind
from gaotang_desktop.domain.evaluation.rewarding import HOW
from gaotang_desktop.domain.evaluation.scheme_changes import WORDS
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme
from gaotang_desktop.domain.evaluation.wording import number
from gaotang_desktop.domain.fields import Field, Kind


def _choice(name: str, label: str, *, note: str = "") -> Field:
    words = tuple(WORDS[name].values())
    return Field(name, label, Kind.CHOICE, required=True, choices=words, help=note)


def _decimal(name: str, label: str, note: str = "", *, required: bool = False) -> Field:
    return Field(name, label, Kind.DECIMAL, required=required, help=note)


ITEM_HEAD = (
    Field("code", "编号", Kind.TEXT, required=True, longest=10),
    Field("name", "项目", Kind.TEXT, required=True, longest=30),
    Field("clause", "方案条款", Kind.TEXT, longest=80),
    _decimal("full", "满分", required=True),
    _choice("fact", "取数"),
    _choice("method", "计分方法"),
)
_PARAMETERS: Mapping[str, tuple[Field, ...]] = {
    "proportion": (
        _decimal("target", "目标数", "如每周 3 次填 3；总数的三成填 0.3", required=True),
        _choice("per", "目标的周期"),
        Field("share_of", "目标是总数的一部分", Kind.FLAG),
        Field(
            "without_holidays", "放假的日子不算", Kind.FLAG, help="每晚、每周的目标扣除法定节假日"
        ),
    ),
    "rate": (
        _decimal("floor", "起分线", "0 到 1，低于它不得分，如 0.6"),
        _decimal("mark", "满分线", "0 到 1，达到它得满分，如 0.95"),
    ),
    "slopes": (
        _decimal("floor", "起分线", "0 到 1，低于它不得分，如 0.6"),
        _decimal("bend", "转折线", "起分线和满分线之间，如 0.8", required=True),
        _decimal("bend_points", "到转折线得几分", required=True),
        _decimal("mark", "满分线", "0 到 1，达到它得满分，如 0.95"),
    ),
    "bands": (
        Field("bands", "分档", Kind.TEXT, required=True, help="从高到低，如 90：14，80：10，60：5"),
    ),
    "deduct": (
        _decimal("step", "每次扣分", required=True),
        _decimal("cap", "这一项最多扣", "不设上限请留空"),
        Field("doubled", "重复发生加倍扣", Kind.FLAG, help="同一期里第 2 次起，每次扣 2 倍"),
        _decimal("least", "最低几分", "填 -5 可以倒扣到 -5 分；不倒扣留空"),
    ),
    "compare": (
        _choice("against", "和什么比", note="去年同期没有数据的，这一项当作没有应办事项"),
        _decimal(
            "step",
            "每差 1% 扣几分",
            "比率每低 1 个百分点，件数每多 1%；基数是 0 的，有 1 件就算多 100%",
            required=True,
        ),
        _decimal("cap", "这一项最多扣", "不设上限请留空"),
        _decimal("least", "最低几分", "填 -5 可以倒扣到 -5 分；不倒扣留空"),
    ),
    "add": (_decimal("step", "每次加分", required=True), _decimal("cap", "这一项最多")),
}
_POLICIES = (
    _choice("when_not_due", "没有应办事项时"),
    _choice("when_not_received", "应报未报时"),
)
SCHEME_FIELDS = (
    Field("name", "方案名称", Kind.TEXT, required=True, longest=40),
    Field(
        "starts_on",
        "启用日期",
        Kind.DATE,
        required=True,
        help="一个月的 1 日；以前各期用原来的版本",
    ),
    Field("own", "这是正式的考评办法", Kind.FLAG, help="不勾选就标“参考模板，非正式考评办法”"),
    _decimal("bonus_step", "每次加分", required=True),
    _decimal("bonus_cap", "加分上限", required=True),
    _decimal("deduction_cap", "扣分上限", "不设上限请留空；总分最低 0 分"),
    Field("tie_order", "同分排序", Kind.TEXT, help="项目编号依次写，如 A1、B1；留空并列"),
    Field("best_named", "前列几个村", Kind.INTEGER, required=True, minimum=0),
    Field("worst_named", "待改进几个村", Kind.INTEGER, required=True, minimum=0),
    Field("minimum_sample", "民调最小样本", Kind.INTEGER, minimum=1, help="留空按系统设置"),
    _choice("cycle", "考评周期", note="更长的期间由它平均得来"),
    _choice("year_of", "年度取"),
    _decimal(
        "year_weight", "平时占年度的比例", "0 到 1，其余是年终检查；1 表示没有", required=True
    ),
    Field("rewards", "奖惩规则", Kind.LONG_TEXT, longest=2000, help=HOW),
    Field("vetoes", "一票否决情形", Kind.LONG_TEXT, longest=400),
)


def parameter_fields(method: str) -> tuple[Field, ...]:
    """The rest of an item's form: what belongs to this method, and what happens without a figure."""
    key = "rate" if method == "percent" else method
    return (*_PARAMETERS.get(key, ()), *_POLICIES)


def item_values(item: Item) -> dict[str, Any]:
    """An item as its form shows it."""
    values: dict[str, Any] = {name: getattr(item, name) for name in Item.__slots__}
    values["least"] = item.least or None
    values["bands"] = "，".join(f"{number(t)}：{number(worth)}" for t, worth in item.bands)
    return _shown(values)


def scheme_values(scheme: Scheme) -> dict[str, Any]:
    """The rules beside the items as their form shows them."""
    values: dict[str, Any] = {
        each.name: getattr(scheme, each.name) for each in SCHEME_FIELDS if each.name != "own"
    }
    values["own"] = not scheme.template
    for name in ("tie_order", "vetoes"):
        values[name] = "、".join(values[name])
    values["rewards"] = "\n".join(rewarding.line(each) for each in scheme.rewards)
    return _shown(values)


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: WORDS[name].get(value, value) if name in WORDS else value
        for name, value in values.items()
    }


def method_of(word: str | None) -> str:
    """The method that a form names."""
    return _key("method", word or "")


def fact_of(word: object) -> FactKind | None:
    """The fact that a form names."""
    return FACTS.get(_key("fact", str(word or "")))


def _stored(typed: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _key(name, word) if name in WORDS else word for name, word in typed.items()}


def _key(name: str, word: str) -> str:
    return next((key for key, label in WORDS[name].items() if label == word), word)


def item_from(typed: Mapping[str, Any], before: Item) -> Item:
    """The item that a form holds; parameters of other methods are forgotten.

    Raises:
        Invalid: the bands cannot be read.
    """
    values = _stored(typed)
    bands = _bands(values.pop("bands", None) or "")
    values["clause"] = values.get("clause") or ""
    for name in ("share_of", "doubled", "without_holidays"):
        values[name] = bool(values.get(name))
    values.setdefault("per", "period")
    values["against"] = values.get("against") or ""
    values["least"] = values.get("least") or Decimal(0)
    blank = dict.fromkeys(("target", "floor", "mark", "step", "cap", "bend", "bend_points"))
    return replace(before, **{**blank, **values}, bands=bands)


def _bands(text: str) -> tuple[tuple[Decimal, Decimal], ...]:
    found = []
    for part in (each for each in re.split(r"[，,；;、\s]+", text.strip()) if each):
        read = re.fullmatch(r"(\d+(?:\.\d+)?)[：:](\d+(?:\.\d+)?)", part)
        if read is None:
            raise Invalid({"bands": f"“{part}”看不懂，每一档写成 界限：得分，例如 90：14。"})
        found.append((Decimal(read[1]), Decimal(read[2])))
    return tuple(found)


def scheme_from(typed: Mapping[str, Any], before: Scheme, items: tuple[Item, ...]) -> Scheme:
    """The scheme that a form holds, with these items.

    Raises:
        Invalid: a rule for rewards cannot be read.
    """
    values = _stored(typed)
    values["template"] = not values.pop("own")
    for name in ("tie_order", "vetoes"):
        words = re.split(r"[、，,；;\s]+", values.get(name) or "")
        values[name] = tuple(word for word in words if word)
    values["rewards"], said = rewarding.read(values.get("rewards") or "")
    if said:
        raise Invalid({"rewards": said})
    return replace(before, **values, items=items)
