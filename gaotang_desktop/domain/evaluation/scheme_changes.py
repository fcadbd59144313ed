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

LABELS: Mapping[str, str] = {
    "name": "名称",
    "version": "版本",
    "starts_on": "启用日期",
    "template": "参考模板",
    "note": "说明",
    "items": "考评项目",
    "bonus_step": "每次加分",
    "bonus_cap": "加分上限",
    "deduction_cap": "扣分上限",
    "tie_order": "同分排序",
    "vetoes": "一票否决情形",
    "best_named": "前列几个村",
    "worst_named": "待改进几个村",
    "minimum_sample": "民调最小样本",
    "cycle": "考评周期",
    "year_of": "年度取",
    "year_weight": "平时占年度的比例",
    "rewards": "奖惩规则",
    "code": "编号",
    "clause": "方案条款",
    "full": "满分",
    "fact": "取数",
    "method": "计分方法",
    "target": "目标数",
    "per": "目标的周期",
    "share_of": "目标是总数的一部分",
    "without_holidays": "放假的日子不算",
    "floor": "起分线",
    "mark": "满分线",
    "bend": "转折线",
    "bend_points": "到转折线得几分",
    "bands": "分档",
    "step": "每次的分值",
    "cap": "这一项最多",
    "doubled": "重复发生加倍扣",
    "least": "最低几分",
    "against": "和什么比",
    "when_not_due": "没有应办事项时",
    "when_not_received": "应报未报时",
}
"""What each field of a scheme and of its items is called, in the editor and in every sentence."""

REWARD_LABELS: Mapping[str, str] = {
    "when": "前几名还是后几名",
    "number": "几名",
    "reward": "奖惩",
    "times": "连续几次",
    "detail": "说明",
    "cycle": "每月、每季度还是每年",
}
"""The parts of a rule for rewards, which the editor writes as one line."""


def changes(old: Scheme, new: Scheme) -> tuple[str, ...]:
    """A sentence for each field that differs, item by item."""
    found = _fields("", old, new, without=("items", "version"))
    before = {item.code: item for item in old.items}
    after = {item.code: item for item in new.items}
    for code, item in after.items():
        if (past := before.get(code)) is None:
            found.append(f"新增 {code} {item.name}（{number(item.full)} 分）。")
        else:
            found += _fields(f"{code} {past.name}：", past, item, without=("code",))
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
    *,
    without: tuple[str, ...],
) -> list[str]:
    return [
        f"{where}{LABELS[name]}由 {_word(name, was)} 改为 {_word(name, now)}。"
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
