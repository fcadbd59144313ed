"""Records of days on which their village does not exist: they count nowhere (设立、撤并)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE, fields_of
from gaotang_desktop.data.queries import publicity
from gaotang_desktop.data.queries import records as binned
from gaotang_desktop.data.queries.publicity import MemberRow
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.villages import exists_on
from gaotang_desktop.services import rules
from gaotang_desktop.services.facts import beginnings
from gaotang_desktop.services.workplace import Workplace

Lives = Mapping[int, MemberRow]
_NAMED_ROWS = 10


def lives(session: Session) -> Lives:
    """From when and until when each village there ever was exists."""
    return {each.id: each for each in publicity.members(session)}


def outside(known: Lives, kind: str, values: Mapping[str, Any]) -> str:
    """A sentence where a record lies outside its village's life; ``""`` where it does not.

    A week belongs to the day on which it ends, a month to any day on which the village exists.
    """
    name = CATALOGUE[kind].record_kind.day
    day, number = values.get(name or ""), values.get("village_id")
    if not isinstance(day, date) or not isinstance(number, int) or number not in known:
        return ""
    village = known[number]
    if _exists(village, name, day):
        return ""
    joined, gone = village.joined_on, village.withdrawn_on
    what = (
        f"{village.name}{gone:%Y-%m-%d} 已撤并"
        if gone is not None and _days(name, day)[0] >= gone
        else f"{village.name}{joined:%Y-%m-%d} 才设立"
    )
    return f"{what}，{day:%Y-%m-%d} 的记录不计入任何统计和考评。"


class DaysOfSheet:
    """What is said of the days of a sheet's rows that are taken in all the same.

    A day on which its village does not exist counts nowhere; one long before all others lets
    everything since be due.
    """

    def __init__(self, session: Session, kind: str) -> None:
        self._kind, self._lives = kind, lives(session)
        self._outside: list[str] = []
        self._early = beginnings.FarBefore(session, kind)

    def notice(self, where: Callable[[], str], values: Mapping[str, Any]) -> None:
        """Look at the day of a row; ``where`` says which row it is."""
        if said := outside(self._lives, self._kind, values):
            self._outside.append(f"{where()}：{said}")
        else:
            self._early.notice(where, values)

    def told(self) -> list[str]:
        """The sentences, rows outside their village's life first."""
        more = len(self._outside) - _NAMED_ROWS
        others = [f"另有 {more} 行也在村设立以前或者撤并以后。"] if more > 0 else []
        return [*self._outside[:_NAMED_ROWS], *others, *self._early.told()]


def _days(name: str | None, day: date) -> Sequence[date]:
    if name == "week":
        return (day + timedelta(days=6),)
    return (day, periods.month_of(day).end) if name == "month" else (day,)


def _exists(village: MemberRow, name: str | None, day: date) -> bool:
    return any(
        exists_on(each, village.joined_on, village.withdrawn_on) for each in _days(name, day)
    )


def without_village(work: Workplace, kind: str) -> frozenset[int]:
    """The records of a kind that no sum adds, since their village does not exist on their day.

    What belongs to no day (a grid, the village itself) is held against today.
    """
    model, today = CATALOGUE[kind], work.today()
    with work.database.reading() as session:
        known = {
            number: each for number, each in lives(session).items()
            if each.joined_on is not None or each.withdrawn_on is not None
        }  # fmt: skip
        rows = binned.days_of_villages(session, kind, known) if known else ()
    name = model.record_kind.day
    return frozenset(
        number for number, village, day in rows if not _exists(known[village], name, day or today)
    )


def question(work: Workplace, kind: str, values: Mapping[str, Any]) -> str:
    """What to ask before such a record is stored; ``""`` where there is nothing to ask."""
    with work.database.reading() as session:
        return outside(lives(session), kind, values)


def restoring(work: Workplace, chosen: Iterable[tuple[str, int]]) -> list[str]:
    """What to ask before records leave the recycle bin: days that no longer fit, one sentence each.

    A village may have withdrawn meanwhile, or the record that a day is held against was changed.
    """
    found = []
    with work.database.reading() as session:
        known = lives(session)
        for kind, number in chosen:
            for record in binned.in_bin(session, kind, [number]):
                values = {
                    each.name: getattr(record, each.name) for each in fields_of(CATALOGUE[kind])
                }
                day = outside(known, kind, values)
                said = [day or beginnings.earlier(session, kind, values, work.today())]
                said += rules.beside(session, kind, values, before=None, record_id=number).values()
                found += [f"{record.title}：{each}" for each in said if each]
    return found
