"""What is likely to stand in a night of patrols: offered for typing, stored only when taken."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

from gaotang_desktop.data.queries import patrols as queries
from gaotang_desktop.services.workplace import Workplace

# What one night has in common with the next. Findings, their handling and how well a night is
# proved belong to that night alone.
LIKELY = ("start", "end", "leader", "people", "way", "route")
_NIGHTS, _YEAR = 30, 365


def usual(work: Workplace, day: date) -> dict[int, dict[str, Any]]:
    """By village what its patrols of the 30 nights before a night said most often.

    Of values that are equally frequent the latest one.
    """
    with work.database.reading() as session:
        rows = queries.habits(
            session, day - timedelta(days=_NIGHTS), day - timedelta(days=1), LIKELY
        )
    said: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for name in LIKELY:
            if (value := getattr(row, name)) is not None:
                said[row.village_id][name].append(value)
    return {
        village: {name: _most(values) for name, values in known.items()}
        for village, known in said.items()
    }


def of_night(work: Workplace, day: date) -> dict[int, dict[str, Any]]:
    """By village the first patrol of one night, in what another night may have in common with it."""
    with work.database.reading() as session:
        rows = queries.habits(session, day, day, LIKELY)
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row.village_id, {name: getattr(row, name) for name in LIKELY})
    return found


def people(work: Workplace, day: date) -> tuple[str, ...]:
    """Who led patrols in the year before a day, most often first, then the officers of villages."""
    with work.database.reading() as session:
        rows = queries.habits(session, day - timedelta(days=_YEAR), day, ("leader",))
        officers = queries.officer_names(session)
    led = Counter(row.leader for row in rows if row.leader)
    return tuple(dict.fromkeys([*(name for name, _times in led.most_common()), *officers]))


def _most(values: list[Any]) -> Any:
    times = Counter(values)
    most = max(times.values())
    return next(value for value in reversed(values) if times[value] == most)
