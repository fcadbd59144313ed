"""Words and rules of the monthly counts of incidents (发案统计): numbers by village, never names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

KINDS: Mapping[str, str] = {
    "alarms": "警情",
    "frauds": "电诈起数",
    "fraud_loss": "电诈损失",
    "thefts": "盗窃",
    "killings": "命案",
    "bypassing": "越级访",
    "unlawful": "非访",
}
"""By field: what is counted of a village in a month; the loss in yuan, everything else in cases."""

UNITS: Mapping[str, str] = {name: "元" if name == "fraud_loss" else "起" for name in KINDS} | {
    "bypassing": "人次",
    "unlawful": "人次",
}
MOST: Mapping[str, int] = {
    name: 1_000_000_000 if unit == "元" else 100_000 for name, unit in UNITS.items()
}
"""By field the most that a village can have in a month: more is a telephone number in its place."""


@dataclass(frozen=True, slots=True)
class Reported:
    """One kind of incident in a span: the sum, and who reported it in the months that owe a report.

    A village owes a report of every such month in which it exists. ``villages`` reported all that
    they owed, ``of`` owed any; ``reports`` came in of ``due``, one for each village and month.
    """

    count: int | None
    villages: int
    of: int
    months: int = 1
    reports: int = 0
    due: int = 0

    @property
    def whole(self) -> bool:
        """Whether every village reported every month: only then is the sum the town's."""
        return self.count is not None and self.villages == self.of > 0

    def compares_with(self, other: "Reported") -> bool:
        """Whether both are the town's and of spans of the same length."""
        return self.whole and other.whole and self.months == other.months


def reported(months: Sequence[Mapping[int, int | None]]) -> Reported:
    """The sum of months, each with the count of every village that owes one, by its id."""
    known = [count for each in months for count in each.values() if count is not None]
    owing = {village for each in months for village in each}
    lacking = {village for each in months for village, count in each.items() if count is None}
    return Reported(
        sum(known) if known else None,
        len(owing - lacking),
        len(owing),
        len(months),
        len(known),
        sum(len(each) for each in months),
    )


def owes(end: date, counts: Collection[int | None], *, today: date) -> bool:
    """Whether a month (its last day) owes reports: it is over, or a village reported it already."""
    return end < today or any(count is not None for count in counts)


def problems(values: Mapping[str, Any], *, today: date | None = None) -> dict[str, str]:
    """A sentence for each count that cannot be right; nothing counted is ``None``, never 0.

    With ``today`` also for a month that has not begun.
    """
    found: dict[str, str] = {}
    month = values.get("month")
    if today is not None and month is not None and month > today:
        found["month"] = f"{month.year}年{month.month}月还没有到，请改月份。"
    for name, word in KINDS.items():
        count = values.get(name)
        if count is not None and count < 0:
            found[name] = f"“{word}”不能小于 0，现在是 {count}。"
    loss, frauds = values.get("fraud_loss"), values.get("frauds")
    if loss and not frauds and "fraud_loss" not in found:
        found["fraud_loss"] = "填了电诈损失，请填电诈起数；没有发案的，损失也是 0。"
    if all(values.get(name) is None for name in KINDS):
        found["alarms"] = "一项也没有填。没有发案的请填 0，没有上报的不用登记。"
    return found


def change(now: int | None, before: int | None) -> str:
    """``+1,300``, ``-2``, ``持平``; ``—`` where one of both is not known."""
    if now is None or before is None:
        return "—"
    return f"{now - before:+,}" if now != before else "持平"


def count_said(found: Reported) -> str:
    """``1,300``; ``1,300*`` where a village has not reported, ``—`` where none has."""
    if found.count is None:
        return "—"
    return f"{found.count:,}" + ("" if found.whole else "*")


def change_said(now: Reported, other: Reported) -> str:
    """The change between two spans; ``—`` where one of them is not the whole town's."""
    return change(now.count, other.count) if now.compares_with(other) else "—"
