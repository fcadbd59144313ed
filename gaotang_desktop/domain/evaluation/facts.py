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


@dataclass(frozen=True, slots=True)
class Fact:
    """A value, its denominator where it has one, and where both come from.

    ``carried``: the records are of before the period, as a poll that still speaks for it.
    """

    state: State
    value: Decimal | None = None
    of: Decimal | None = None
    records: tuple[RecordRef, ...] = ()
    missing: tuple[str, ...] = ()
    note: str = ""
    carried: bool = False

    @property
    def has_records(self) -> bool:
        """Whether anything was recorded of it in the period."""
        return bool(self.records) and not self.carried


@dataclass(frozen=True, slots=True)
class FactKind:
    """How the office speaks of a fact."""

    label: str
    value: str
    of: str
    polled: bool = False


FACTS: Mapping[str, FactKind] = {
    "poll_safety": FactKind("群众安全感", "感到安全", "有效样本", polled=True),
    "poll_satisfaction": FactKind("群众满意度", "表示满意", "有效样本", polled=True),
    "patrol_nights": FactKind("平安夜巡", "巡了的夜晚", "应巡"),
    "spot_checks_on_duty": FactKind("夜巡抽查", "在岗", "抽查"),
    "publicity_turns": FactKind("集中宣传轮次", "完成", "安排"),
    "household_visits": FactKind("入户走访", "走访户数", "总户数"),
    "disputes_closed_in_time": FactKind("矛盾纠纷", "按期化解", "到期"),
    "weekly_dispute_reports": FactKind("排查周报", "已报周数", "周数"),
    "key_groups_managed": FactKind("重点人员", "管控", "总数"),
    "findings_put_right": FactKind("问题整改", "按期整改", "到期"),
    "assignments_in_time": FactKind("任务", "按期完成", "到期"),
    "manual": FactKind("人工评分", "得分", "满分"),
}
