"""The first month's steps as they stand in the records of this office."""

from gaotang_desktop.data.queries import first_month as queries
from gaotang_desktop.data.queries import workbench as workbench_queries
from gaotang_desktop.domain.at_hand import first_month as rules
from gaotang_desktop.domain.at_hand.first_month import FirstMonth
from gaotang_desktop.services.workplace import Workplace


def standing(work: Workplace) -> FirstMonth | None:
    """What to do this week; ``None`` in a sample, after the month, or when all is done."""
    if work.is_sample:
        return None
    today = work.today()
    with work.database.reading() as session:
        begun = queries.begun(session) or today
        if (today - begun).days >= rules.DAYS:
            return None
        facts = queries.shown(session)
        if "tasks" in facts and not workbench_queries.unassigned_tasks(session):
            facts.add("assigned")
    if work.settings["second_backup_folder"]:
        facts.add("second_backup")
    return rules.first_month(begun, today, facts)
