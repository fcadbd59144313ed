"""The day's reminder, worded from the figures of the workbench."""

from datetime import date

from gaotang_desktop.domain.at_hand import reminders as rules
from gaotang_desktop.services.workbench import figures
from gaotang_desktop.services.workbench.figures import Day
from gaotang_desktop.services.workplace import Workplace


def due(work: Workplace, last: date | None) -> tuple[str, ...] | None:
    """The sentences of today's reminder, none when nothing waits; ``None`` while it is not its time.

    ``last`` is the day of the last reminder.
    """
    want = rules.wanted(work.settings)
    if work.is_sample or not rules.is_due(want, work.now(), last):
        return None
    return rules.words(want, shown(figures.today(work), work.today()), work.today())


def shown(day: Day, today: date) -> rules.Figures:
    """What the workbench shows, as a reminder needs it.

    A village owes tonight when it has no record of tonight and fewer nights this month than are
    due up to and with tonight, as its line of the map says.
    """
    return rules.Figures(
        tonight=[
            each.name for each in day.nights if today not in each.states and each.done < each.due
        ],
        late=sum(1 for each in day.todos if each.days is not None and each.days < 0),
        today=sum(1 for each in day.todos if each.days == 0),
        week=[each.name for each in day.turns if each.tone != "good"],
    )
