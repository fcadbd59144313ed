"""The papers of the office's own work from its ledgers: reports, minutes, answers, what is typed."""

from typing import Any

from gaotang_desktop.data.models import Intake, Meeting
from gaotang_desktop.data.queries import records as record_queries
from gaotang_desktop.data.queries.casework import meetings as meeting_queries
from gaotang_desktop.domain.documents.blocks import OfficialPaper
from gaotang_desktop.domain.documents.office.commendations import (
    CommendationFigures,
    commendation,
)
from gaotang_desktop.domain.documents.office.mending_reports import mending_report
from gaotang_desktop.domain.documents.office.minutes import Decided, MeetingFigures, minutes
from gaotang_desktop.domain.documents.office.month_reports import month_report
from gaotang_desktop.domain.documents.office.personal_notices import (
    IntakeFigures,
    answer,
    receipt,
)
from gaotang_desktop.domain.documents.office.progress_reports import (
    news,
    progress_report,
    public_notice,
)
from gaotang_desktop.domain.documents.office.typed_papers import TYPED, typed_paper
from gaotang_desktop.domain.documents.wordings import Envelope
from gaotang_desktop.domain.errors import DomainError, NotFound
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.privacy import bare_names, masked_name, names_somebody
from gaotang_desktop.services import polls, records, rewards
from gaotang_desktop.services.papers import circulars, month_figures
from gaotang_desktop.services.papers.progress_figures import progress_figures, until
from gaotang_desktop.services.workplace import Workplace

_ANSWERED = "intake-answer"


def made(
    work: Workplace, name: str, period: Period, subject_id: int | None, around: Envelope
) -> tuple[OfficialPaper, Any]:
    """A paper of this module and the figures behind it; what is typed has none.

    Raises:
        DomainError: there is nothing to tell of.
    """
    if name == "commendation" and (praised := rewards.praised(work, period)):
        named = CommendationFigures(period.label, praised)
        return commendation(named, around), named
    if name in TYPED:
        return typed_paper(name, around), None
    if name == "month-report":
        month = month_figures.month_figures(work, period)
        return month_report(month, around), month
    if name == "progress-report":
        told = progress_figures(work, *until(period))
        return progress_report(told, around), told
    if name in ("news", "public-notice"):
        told = progress_figures(work, period.label, period.months)
        return (news if name == "news" else public_notice)(told, around), told
    if name == "mending-report":
        looked = circulars.inspection_figures(work, period)
        return mending_report(looked, around), looked
    if name == "minutes":
        meeting = _meeting(work, subject_id)
        return minutes(meeting, around), meeting
    intake = _intake(work, name, subject_id)
    return (answer if name == _ANSWERED else receipt)(intake, around), intake


def subjects(
    work: Workplace, name: str, by: str, period: Period | None = None
) -> tuple[tuple[str, int], ...]:
    """What a paper about one record can be about, named for a choice, the newest first."""
    if by == "poll":
        return tuple(
            (f"{each.name}（{each.until_on:%Y-%m-%d} 结束）", each.id)
            for each in polls.listed(work)
            if period is None or each.until_on in period
        )
    kind = "meetings" if by == "meeting" else "intakes"
    span = (period.start, period.end) if period is not None else None
    with work.database.reading() as session:
        listed = record_queries.listing(session, kind, span=span)
        found = []
        for number in listed.ids:
            stored = session.get(Meeting if by == "meeting" else Intake, number)
            assert isinstance(stored, Meeting | Intake)
            if isinstance(stored, Meeting):
                found.append((f"{stored.held_on:%Y-%m-%d} {stored.kind} {stored.topic}", number))
            elif names_somebody(stored.persons):
                found.append((stored.title, number))
    if name == _ANSWERED:
        ended = [
            number for _, number in found if _result(work, records.get(work, "intakes", number))
        ]
        found = [each for each in found if each[1] in ended]
    return tuple(found)


_NONE = {
    "poll": "还没有登记民意调查，不能起草民调通报。请先在“民意调查”登记期次和各村结果。",
    "meeting": "还没有登记会议，不能起草会议纪要。请先在“任务分工”的会议台账登记。",
    "intake": "还没有可以告知的诉求：写明了诉求人的才能起草，答复意见书还要先办结。请先在“矛盾纠纷”的诉求登记里补上。",
}


def newest(work: Workplace, name: str, by: str, period: Period | None) -> int:
    """The record that a paper is about where nobody chose one.

    Raises:
        DomainError: there is none.
    """
    if by == "poll":
        return circulars.poll_of(work, period)
    found = subjects(work, name, by, period)
    if not found:
        raise DomainError(f"{period.label}里没有。{_NONE[by]}" if period else _NONE[by])
    return found[0][1]


def _meeting(work: Workplace, meeting_id: int | None) -> MeetingFigures:
    if meeting_id is None:
        raise NotFound(_NONE["meeting"])
    held = records.get(work, "meetings", meeting_id)
    with work.database.reading() as session:
        rows = meeting_queries.decisions(session, meeting_id)
        villages = meeting_queries.villages_of(session, meeting_id)
    return MeetingFigures(
        held["held_on"],
        held["kind"],
        held["topic"],
        held["place"] or "",
        held["chaired_by"] or "",
        tuple(held["present"] or ()),
        tuple(held["absent"] or ()),
        held["risks"] or "",
        tuple(Decided(row.text, row.unit, villages.get(row.id, ""), row.due_on) for row in rows),
    )


def _intake(work: Workplace, name: str, intake_id: int | None) -> IntakeFigures:
    if intake_id is None:
        raise NotFound(_NONE["intake"])
    told = records.get(work, "intakes", intake_id)
    if not names_somebody(told["persons"]):
        raise DomainError(
            f"{told['number']}没有登记诉求人，不能起草给本人的告知书。请先补上诉求人。"
        )
    result = _result(work, told)
    if name == _ANSWERED and not result:
        raise DomainError(f"{told['number']}还没有写明办理结果，不能起草答复意见书。请先办结。")
    with work.database.reading() as session:
        units = record_queries.references(session, "units")
    unit = units.get(told["unit_id"] or 0)
    return IntakeFigures(
        told["number"] or "",
        tuple(name for each in told["persons"] for name in bare_names(each) or [masked_name(each)]),
        told["received_on"],
        told["way"],
        told["matter"],
        told["sort"] or "",
        unit.label if unit else "",
        told["due_on"],
        told["done_on"],
        result,
    )


def _result(work: Workplace, told: dict[str, Any]) -> str:
    """What came of an intake: its own result, or that of the record that it became."""
    for field, kind, said in (
        ("dispute_id", "disputes", "result"),
        ("opinion_id", "opinions", "answer"),
    ):
        if told[field] is not None:
            return str(records.get(work, kind, told[field])[said] or "")
    return str(told["result"] or "") if told["done_on"] is not None else ""
