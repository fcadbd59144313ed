"""Papers of the sample year: three that went out, one that is being written."""

from datetime import date, timedelta

from gaotang_desktop.domain import periods
from gaotang_desktop.services import polls
from gaotang_desktop.services.papers import drafts, issued_documents
from gaotang_desktop.services.workplace import Workplace


def fill(work: Workplace, last: date) -> None:
    """Issue last month's papers through the register; the newest circular is still due."""
    month = periods.month_of(last).shifted(-1)
    ended = [each for each in polls.listed(work) if each.until_on < month.start]
    if ended:
        _issue(work, "poll-circular", month.start + timedelta(days=3), poll=ended[0].id)
    _issue(work, "patrol-circular", month.start + timedelta(days=5), period=month.shifted(-1))
    _issue(work, "publicity-notice", month.end, period=month.shifted(1))
    drafts.create(work, "notice", dated_on=last)


def _issue(
    work: Workplace,
    name: str,
    day: date,
    *,
    period: periods.Period | None = None,
    poll: int | None = None,
) -> None:
    draft = drafts.create(work, name, period, poll, dated_on=day)
    issued_documents.issue(work, draft, on=day, despite_reminders=True)
