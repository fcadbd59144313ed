"""What is reminded of, on which days, and in which words (提醒)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

REMINDER_DAYS: Mapping[str, int] = {"每天": 7, "周一到周五": 5, "周一到周六": 6}
"""The operator's choice, and up to which weekday (1 is Monday) it goes."""

WEEK_FROM = 4
"""From Thursday on the week's villages without an activity are named."""

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the operator set: whether, from which hour on, on which days, of what."""

    on: bool
    hour: int
    days: str
    nights: bool = True
    late: bool = True
    week: bool = True


def wanted(settings: Mapping[str, object]) -> Wanted:
    """What the settings say."""
    return Wanted(
        bool(settings["remind"]),
        int(str(settings["remind_hour"] if settings["remind_hour"] is not None else 17)),
        str(settings["remind_days"] or "每天"),
        bool(settings["remind_nights"]),
        bool(settings["remind_late"]),
        bool(settings["remind_week"]),
    )


def is_due(want: Wanted, now: datetime, last: date | None) -> bool:
    """Whether to remind now: once a day, from the hour on; later when the program was opened later."""
    return (
        want.on
        and now.isoweekday() <= REMINDER_DAYS.get(want.days, 7)
        and now.hour >= want.hour
        and last != now.date()
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """What the workbench shows now: villages by name, matters by number."""

    tonight: Sequence[str]
    late: int
    today: int
    week: Sequence[str]


def words(want: Wanted, figures: Figures, day: date) -> tuple[str, ...]:
    """A sentence for each thing that was asked for and is there; nothing when all is done."""
    said = []
    if want.nights and figures.tonight:
        said.append(f"今晚 {len(figures.tonight)} 村应巡未报：{_named(figures.tonight)}。")
    if want.late and figures.late:
        said.append(f"逾期 {figures.late} 项没有办。")
    if want.late and figures.today:
        said.append(f"今天到期 {figures.today} 项。")
    if want.week and figures.week and day.isoweekday() >= WEEK_FROM:
        said.append(f"本周还有 {len(figures.week)} 村没有宣传：{_named(figures.week)}。")
    return tuple(said)


def _named(names: Sequence[str]) -> str:
    rest = f"等 {len(names)} 村" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + rest
