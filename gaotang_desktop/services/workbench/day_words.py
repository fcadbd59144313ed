"""今天的情况: what the records say of today, as a message for the leader."""

from datetime import timedelta

from gaotang_desktop.data.queries import disputes as dispute_queries
from gaotang_desktop.data.queries import patrols as patrol_queries
from gaotang_desktop.data.queries import workbench as queries
from gaotang_desktop.domain import inspections as finding_rules
from gaotang_desktop.domain import settings
from gaotang_desktop.domain.periods import month_of
from gaotang_desktop.domain.phone import DayFacts, day_message
from gaotang_desktop.services import inspections, patrols, records
from gaotang_desktop.services.workbench import figures
from gaotang_desktop.services.workplace import Workplace


def facts(work: Workplace) -> DayFacts:
    """What is on record of today, and of last night as long as tonight has no record."""
    today = work.today()
    shown = figures.today(work)
    night = today
    rows = patrols.night(work, night)
    if not any(row.patrol_id or row.missed_id for row in rows):
        night = today - timedelta(days=1)
        rows = patrols.night(work, night)
    with work.database.reading() as session:
        strong = {each.village_id for each in queries.nights(session, night, night)
                  if each.strength}  # fmt: skip
        count = queries.dispute_count(session, today)
        alive = dispute_queries.alive_between(session, today, today)
        here = {row.village_id for row in rows}
        people = sum(
            each.people
            for each in patrol_queries.between(session, night, night)
            if each.village_id in here
        )
    walked = [row for row in rows if row.patrol_id]
    held = records.listing(work, "inspections", period=month_of(today))
    day = held.column("held_on")
    found = inspections.findings(work)
    state = found.column("state")
    states = [row[state] for row in found.rows if row[state] in finding_rules.OPEN]
    numbers = [(each, len(_ids(each.context.get("ids"))) or 1) for each in shown.todos]
    return DayFacts(
        day=today,
        night=night,
        patrolled=len(walked),
        people=people,
        verified=len({row.village_id for row in walked} & strong),
        missed=sum(1 for row in rows if row.missed_id and not row.patrol_id),
        disputes_found=sum(1 for each in alive if each.found_on == today),
        disputes_closed=sum(1 for each in alive if each.closed_on == today),
        disputes_open=count.open,
        disputes_late=count.overdue,
        turns=tuple(each.name for each in shown.turns),
        turns_held=tuple(each.name for each in shown.turns if each.state == "完成"),
        inspections=sum(1 for row in held.rows if row[day] == today),
        findings_open=len(states),
        findings_late=states.count("逾期"),
        todos=sum(number for _each, number in numbers),
        todos_late=sum(number for each, number in numbers if (each.days or 0) < 0),
    )


def message(work: Workplace) -> str:
    """The sentences that go to the leader, under the office's name."""
    return day_message(settings.office_name(work.settings), facts(work))


def _ids(found: object) -> list[object]:
    return list(found) if isinstance(found, (list, tuple, set, frozenset)) else []
