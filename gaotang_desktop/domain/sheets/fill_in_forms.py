"""What a village fills in and sends back: columns, rows begun for it, the mark by which it is known.

A form (填报表) is one workbook for one village, one ledger and one period (月报、季报).
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.disputes import weeks_ending
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.key_groups import CATEGORIES
from gaotang_desktop.domain.periods import Period

EXAMPLE = "示例"
"""What stands in the first column of a row that shows how it is done and is never read in."""
NUMBER = "序号"
"""Head of the first column."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields that a village fills in, and those that stand there already (``given``).

    ``example`` shows how, by field; ``spare`` empty rows follow the rows that were begun.
    """

    fields: tuple[str, ...]
    given: tuple[str, ...]
    example: Mapping[str, str]
    spare: int = 40


SHAPES: Mapping[str, Shape] = {
    "patrols": Shape(
        ("night", "start", "end", "leader", "people", "names", "way", "joint", "route",
         "finding_kind", "finding", "handling", "remark"),
        ("night",),
        {"start": "20:00", "end": "22:00", "leader": "张三", "people": "4",
         "names": "李四、王五、赵六", "joint": "否", "route": "村部—学校—河堤"},
        20,
    ),
    "missed-nights": Shape(("night", "reason", "remark"), (), {"reason": "暴雨，道路中断"}),
    "publicity-activities": Shape(
        ("held_on", "form", "topic", "staff", "audience", "households", "letters", "materials",
         "questionnaires", "remark"),
        (),
        {"form": "入户走访", "topic": "反诈宣传", "staff": "3", "audience": "45",
         "households": "20", "letters": "20"},
    ),
    "disputes": Shape(
        ("found_on", "category_id", "source", "scale", "risk", "people", "parties", "summary",
         "unit_id", "state", "result", "closed_on", "remark"),
        (),
        {"risk": "低", "people": "2", "parties": "张某、李某", "summary": "两户因宅基地边界起争执",
         "state": "化解中"},
    ),
    "opinions": Shape(
        ("received_on", "source", "text", "unit_id", "state", "answered_on", "answer", "remark"),
        (),
        {"text": "村口路灯不亮，希望维修", "state": "待办理"},
    ),
    "dispute-reports": Shape(
        ("week", "found", "reported_on", "reported_by", "remark"), ("week",),
        {"found": "0", "reported_by": "张三"}, 0,
    ),
    "key-group-counts": Shape(
        ("month", "category", "total", "managed", "remark"), ("month", "category"),
        {"total": "3", "managed": "3"}, 0,
    ),
    "incident-counts": Shape(
        ("month", "alarms", "frauds", "fraud_loss", "thefts", "killings", "bypassing", "unlawful",
         "remark"),
        ("month",), {"alarms": "2", "frauds": "0"}, 0,
    ),
}  # fmt: skip
"""The ledgers that villages report, by kind."""


def begun_rows(
    kind: str, period: Period, exists_on: Callable[[date], bool] = lambda _day: True
) -> list[dict[str, Any]]:
    """The rows that stand in a form before anybody fills it in: each night, week or category.

    They are what is counted of a village in the period: its weeks are those that end there, and what
    lies outside its life (``exists_on``) is not asked for.
    """
    if kind == "patrols":
        return [{"night": day} for day in period.each_day() if exists_on(day)]
    if kind == "dispute-reports":
        weeks = weeks_ending(period.start, period.end)
        return [{"week": week} for week in weeks if exists_on(week + timedelta(days=6))]
    months = [each for each in period.months if any(exists_on(day) for day in each.each_day())]
    if kind == "key-group-counts":
        return [{"month": each.start, "category": name} for each in months for name in CATEGORIES]
    if kind == "incident-counts":
        return [{"month": each.start} for each in months]
    return []


def example_of(kind: str, period: Period) -> dict[str, Any]:
    """The grey row: as one might be filled in for this period."""
    shown: dict[str, Any] = dict(SHAPES[kind].example)
    days: dict[str, date] = {
        "night": period.start, "held_on": period.start + timedelta(days=4),
        "found_on": period.start + timedelta(days=4), "week": weeks_ending(period.start, period.end)[0],
        "received_on": period.start + timedelta(days=4), "month": period.start,
    }  # fmt: skip
    for name, day in days.items():
        if name in SHAPES[kind].fields:
            shown.setdefault(name, day)
    if kind == "key-group-counts":
        shown.setdefault("category", CATEGORIES[0])
    return shown


# -- the mark ----------------------------------------------------------------------------------

MARK = re.compile(r"GT/([a-z-]+)/(\d{4}(?:M\d{2}|Q[1-4])?)/(\d{1,9})/([0-9a-f]{8})/([0-9a-f]{8})")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a form says of itself: ledger, period, village, data folder (its first eight signs)."""

    kind: str
    period: Period
    village_id: int
    folder: str

    @property
    def text(self) -> str:
        """``GT/patrols/2026M08/17/1a2b3c4d/5e6f7a8b``; the last part is a check over the others."""
        said = f"GT/{self.kind}/{_short(self.period)}/{self.village_id}/{self.folder}"
        return f"{said}/{_check(said)}"


def mark_of(folder: str, kind: str, period: Period, village_id: int) -> Mark:
    """The mark of the form of one village; ``folder`` is the name of the data folder."""
    return Mark(kind, period, village_id, folder[:8])


def marks_in(texts: Sequence[str]) -> Iterator[Mark]:
    """The marks that stand in these texts; one that somebody altered is none."""
    for text in texts:
        for found in MARK.finditer(text):
            said, _, check = found[0].rpartition("/")
            if _check(said) != check:
                continue
            try:
                period = periods.parse(found[2].replace("M", "-").replace("Q", "-Q"))
            except DomainError:
                continue
            yield Mark(found[1], period, int(found[3]), found[4])


def _short(period: Period) -> str:
    return period.key.replace("-Q", "Q").replace("-", "M")


def _check(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def file_name(village: str, period: Period, label: str) -> str:
    """``北村-2026年8月平安夜巡填报表.xlsx``; without signs that a file's name may not have."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', " ", f"{village}-{period.label}{label}填报表.xlsx")
