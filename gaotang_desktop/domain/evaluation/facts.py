"""What is counted from records, for one village in one period (事实)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    """Missing is not zero: nothing due, due but not in, and known are three things."""

    KNOWN = "known"
    NOT_DUE = "not_due"
    NOT_RECEIVED = "not_received"


STATE_LABELS: Mapping[State, str] = {
    State.KNOWN: "已有数据",
    State.NOT_DUE: "本期没有应办事项",
    State.NOT_RECEIVED: "应报未报",
}


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A record that a fact was counted from; ``counted`` tells whether it helped."""

    kind: str
    id: int
    label: str
    counted: bool = True
    why: str = ""

    @property
    def said(self) -> str:
        """What it is and why it did not count, where the label does not end with that."""
        told = not self.why or self.label.endswith(self.why)
        return self.label if told else f"{self.label}，{self.why}"


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, its denominator where it has one, and where both come from.

    ``carried``: the records are of before the period, as a poll that still speaks for it. ``base``
    and ``base_of`` are what it is compared with: last year's, or the town's.
    """

    state: State
    value: Decimal | None = None
    of: Decimal | None = None
    records: tuple[RecordRef, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""
    carried: bool = False
    base: Decimal | None = None
    base_of: Decimal | None = None

    @property
    def has_records(self) -> bool:
        """Whether anything was recorded of it in the period."""
        return bool(self.records) and not self.carried


@dataclass(frozen=True, slots=True)
class FactKind:
    """How the office speaks of a fact.

    ``unit`` is what is counted in (户, 晚), ``lacking`` what those did that do not count, ``when`` in
    which period a record counts that reaches over its end, ``nothing`` what it means that nothing
    was due, ``silent`` that there is no report either. Of what is ``unwanted`` (发案) more is worse, and it has no denominator.
    """

    label: str
    value: str
    of: str
    unit: str
    lacking: str = ""
    polled: bool = False
    unwanted: bool = False
    when: str = ""
    nothing: str = "本期没有应办事项"
    silent: str = ""


_BY_DUE = "期限在哪一期就计在哪一期，提前办好的也是；今天到期的明天起才计。"

FACTS: Mapping[str, FactKind] = {
    "poll_safety": FactKind(
        "群众安全感", "感到安全", "有效样本", "人", "没有回答“感到安全”", polled=True
    ),
    "poll_satisfaction": FactKind(
        "群众满意度", "表示满意", "有效样本", "人", "没有表示满意", polled=True
    ),
    "patrol_nights": FactKind("平安夜巡", "巡了的夜晚", "应巡", "晚", "没有巡"),
    "spot_checks_on_duty": FactKind(
        "夜巡抽查", "在岗", "抽查", "次", "不在岗", nothing="本期没有抽查到这个村"
    ),
    "publicity_turns": FactKind(
        "集中宣传轮次", "完成", "安排", "轮", "没有完成", when="跨期的一周计在开始的那一期。"
    ),
    "household_visits": FactKind("入户走访", "走访户数", "总户数", "户", "没有走访"),
    "disputes_closed_in_time": FactKind(
        "矛盾纠纷",
        "按期化解",
        "到期",
        "件",
        "没有按期化解",
        when=_BY_DUE,
        nothing="本期没有到期的纠纷",
    ),
    "weekly_dispute_reports": FactKind(
        "排查周报", "已报周数", "周数", "周", "没有报送", when="跨期的一周计在星期日所在的那一期。"
    ),
    "key_groups_managed": FactKind("重点人员", "管控", "总数", "人", "没有管控帮扶"),
    "findings_put_right": FactKind(
        "问题整改", "按期整改", "到期", "个", "没有按期整改", when=_BY_DUE
    ),
    "assignments_in_time": FactKind(
        "任务", "按期完成", "到期", "项", "没有按期完成", when=_BY_DUE, nothing="本期没有到期的任务"
    ),
    "intakes_in_time": FactKind("诉求办理", "按期办结", "到期", "件", "没有按期办结", when=_BY_DUE),
    "intakes_content": FactKind(
        "诉求满意",
        "满意",
        "评价",
        "件",
        "不满意",
        when="告知的日子在哪一期就计在哪一期；撤回重办的，重新告知以后再计。",
    ),
    "opinions_in_time": FactKind(
        "意见建议办理", "按期答复", "到期", "条", "没有按期答复", when=_BY_DUE
    ),
    "opinions_content": FactKind(
        "意见建议满意",
        "满意",
        "评价",
        "条",
        "不满意",
        when="反馈的日子在哪一期就计在哪一期，没有写反馈日期的看答复日期。",
    ),
    "agreements_performed": FactKind(
        "调解协议履行",
        "已履行",
        "应履行",
        "件",
        "没有履行",
        when="履行日期在哪一期就计在哪一期，不早于办结；没有履行的看回访日期；没有写这些日期的，计在"
        "办结的那一期；正在履行的，履行了再计。",
    ),
    "revisits_content": FactKind(
        "纠纷回访满意", "满意", "回访", "件", "不满意", when="回访的日子在哪一期就计在哪一期。"
    ),
    "trouble_spots_in_time": FactKind(
        "重点地区整治", "按期达标", "到期", "处", "没有按期达标", when=_BY_DUE
    ),
    "grid_matters_in_time": FactKind(
        "网格事项办理", "按期办结", "办结", "件", "没有按期办结", silent="本期没有网格月报"
    ),
    "alarms": FactKind("发案：警情", "警情", "", "起", unwanted=True),
    "frauds": FactKind("发案：电诈", "电诈", "", "起", unwanted=True),
    "thefts": FactKind("发案：盗窃", "盗窃", "", "起", unwanted=True),
    "killings": FactKind("发案：命案", "命案", "", "起", unwanted=True),
    "bypassing": FactKind("发案：越级访", "越级访", "", "人次", unwanted=True),
    "unlawful": FactKind("发案：非访", "非访", "", "人次", unwanted=True),
    "manual": FactKind("人工评分", "得分", "满分", "分", "没有得到"),
}
