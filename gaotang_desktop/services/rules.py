"""What each kind of record must satisfy, and what follows from what was entered.

``CHECKS`` are pure: a sentence under each field that cannot be right. ``COMPLETIONS`` fill in what
the operator need not type (a deadline by the settings, a number by the register). ``MOVES`` compare
a record with what it was, ``REVISIONS`` let what the program worked out follow a correction. :func:`beside` holds days against those of the
records they belong to, ``CONSEQUENCES`` change what a record moved when it is made, corrected, taken
away or brought back: both look at other records and need the session.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Record
from gaotang_desktop.data.queries import disputes as dispute_queries
from gaotang_desktop.data.queries import inspections as inspection_queries
from gaotang_desktop.data.queries import publicity as publicity_queries
from gaotang_desktop.data.queries import supervision as slip_queries
from gaotang_desktop.data.queries.casework import intakes as intake_queries
from gaotang_desktop.data.queries.casework import meetings as meeting_queries
from gaotang_desktop.domain import (
    disputes,
    inspections,
    key_groups,
    occurrences,
    opinions,
    patrols,
    polls,
    publicity,
    supervision,
)
from gaotang_desktop.domain.casework import (
    extensions,
    grids,
    incident_counts,
    intakes,
    meetings,
    pressing,
    trouble_spots,
)
from gaotang_desktop.domain.casework.working_days import EVERY_DAY
from gaotang_desktop.domain.documents.kinds import DRAFT, ISSUED
from gaotang_desktop.domain.evaluation import adjusting
from gaotang_desktop.domain.fields import monday
from gaotang_desktop.services import calendars
from gaotang_desktop.services.beside import day_order, extended, grid_registers, noted_steps

Values = Mapping[str, Any]
Check = Callable[[Values, date], dict[str, str]]
Completion = Callable[[Session, Mapping[str, Any], dict[str, Any]], None]
Move = Callable[[Values, Values], dict[str, str]]
Revision = Callable[[Mapping[str, Any], Values, dict[str, Any]], None]
Beside = Callable[[Session, Values, "Values | None", "int | None"], dict[str, str]]
Consequence = Callable[[Session, Record, "Values | None", bool], None]


def _night(values: Values, today: date) -> dict[str, str]:
    night = values.get("night")
    if night is not None and night > today:
        return {"night": f"{night:%Y-%m-%d} 还没有到，只能登记今天和以前的夜晚，请改日期。"}
    return {}


def _officer(values: Values, today: date) -> dict[str, str]:
    begins, ends = values.get("from_on"), values.get("until_on")
    if begins and ends and ends < begins:
        return {"until_on": "任职止早于任职起，请改正其中一个日期。"}
    return {}


def _village(values: Values, today: date) -> dict[str, str]:
    found: dict[str, str] = {}
    code = values.get("code")
    if code and not (code.isdecimal() and code.isascii() and len(code) in (9, 12)):
        found["code"] = f"统计区划代码是 12 位数字，现在是“{code}”，请改正或留空。"
    begins, ends = values.get("joined_on"), values.get("withdrawn_on")
    if begins and ends and ends < begins:
        found["withdrawn_on"] = "撤并日期早于设立日期，请改正其中一个。"
    return found


def _progress(values: Values, today: date) -> dict[str, str]:
    day = values.get("happened_on")
    if day is not None and day > today:
        return {"happened_on": f"{day:%Y-%m-%d} 还没有到，进展只能写已经发生的，请改日期。"}
    return {}


def _assignment(values: Values, today: date) -> dict[str, str]:
    if (values.get("unit_id") is None) == (values.get("village_id") is None):
        return {"unit_id": "一项分工要么给单位，要么给村，请只填其中一个。"}
    return occurrences.problems(values, today=today)


CHECKS: Mapping[str, Check] = {
    "villages": _village,
    "officers": _officer,
    "assignments": _assignment,
    "progress": _progress,
    "occurrences": lambda values, today: occurrences.problems(values, today=today),
    "supervision-slips": lambda values, today: supervision.problems(values, today=today),
    "patrols": lambda values, today: patrols.problems(values, today=today),
    "missed-nights": _night,
    "spot-checks": _night,
    "publicity-turns": lambda values, today: publicity.turn_problems(values, today=today),
    "publicity-activities": lambda values, today: publicity.activity_problems(values, today=today),
    "opinions": lambda values, today: opinions.problems(values, today=today),
    "disputes": lambda values, today: disputes.problems(values, today=today),
    "intakes": lambda values, today: intakes.problems(values, today=today),
    "dispute-notes": lambda values, today: disputes.note_problems(values, today=today),
    "dispute-reports": lambda values, today: disputes.report_problems(values, today=today),
    "key-group-counts": lambda values, today: key_groups.problems(values, today=today),
    "incident-counts": lambda values, today: incident_counts.problems(values, today=today),
    "grid-counts": lambda values, today: grids.problems(values, today=today),
    "extensions": lambda values, today: extensions.problems(values, today=today),
    "acceptances": lambda values, today: pressing.acceptance_problems(values, today=today),
    "escalations": lambda values, today: pressing.escalation_problems(values, today=today),
    "meetings": lambda values, today: meetings.problems(values, today=today),
    "meeting-decisions": lambda values, today: meetings.decision_problems(values, today=today),
    "trouble-spots": lambda values, today: trouble_spots.problems(values, today=today),
    "inspections": lambda values, today: inspections.problems(values, today=today),
    "draws": lambda values, today: inspections.draw_problems(values, today=today),
    "findings": lambda values, today: inspections.finding_problems(values, today=today),
    "polls": lambda values, today: polls.poll_problems(values, today=today),
    "adjustments": lambda values, _today: adjusting.problems(values),
    "manual-values": lambda values, _today: adjusting.value_problems(values),
    "rewards": lambda values, today: adjusting.reward_problems(values, today=today),
    "poll-results": lambda values, today: polls.result_problems(values, today=today),
}


def _complete_dispute(
    session: Session, settings: Mapping[str, Any], values: dict[str, Any]
) -> None:
    day, risk = values.get("found_on"), values.get("risk")
    if day is not None and risk is not None and values.get("deadline") is None:
        values["deadline"] = disputes.deadline(
            day, risk, dispute_days(settings), calendars.calendar(settings)
        )
    if day is not None and not values.get("number"):
        values["number"] = dispute_queries.next_number(session, day.year)


def dispute_days(settings: Mapping[str, Any]) -> dict[str, int]:
    """By risk, within how many days a dispute should be settled (settings)."""
    return {risk: int(settings[f"dispute_days_{key}"]) for key, risk in _RISKS.items()}


_RISKS = {"high": "高", "middle": "中", "low": "低"}


_RECEIVED = ("received_on",)
"""What people came with is answered within working days, where the settings say so."""


def _due(start: str, due: str, setting: str) -> Completion:
    """A deadline some days after the start, by a setting, where none was given."""

    def complete(session: Session, settings: Mapping[str, Any], values: dict[str, Any]) -> None:
        if values.get(start) is not None and values.get(due) is None:
            calendar = calendars.calendar(settings) if start in _RECEIVED else EVERY_DAY
            values[due] = calendar.after(values[start], int(settings[setting]))

    return complete


def _complete_intake(session: Session, settings: Mapping[str, Any], values: dict[str, Any]) -> None:
    _due("received_on", "due_on", "intake_days")(session, settings, values)
    if (day := values.get("received_on")) is not None and not values.get("number"):
        count = intake_queries.highest_number(session, day.year) + 1
        values["number"] = intakes.number(day.year, count)


def _complete_decision(
    session: Session, settings: Mapping[str, Any], values: dict[str, Any]
) -> None:
    meeting = values.get("meeting_id")
    if meeting is None or values.get("due_on") is not None:
        return
    if (held := meeting_queries.held_on(session, meeting)) is not None:
        values["due_on"] = held + timedelta(days=int(settings["decision_days"]))


def _complete_slip(session: Session, settings: Mapping[str, Any], values: dict[str, Any]) -> None:
    _due("issued_on", "answer_due_on", "slip_answer_days")(session, settings, values)
    if (day := values.get("issued_on")) is not None and not values.get("number"):
        count = slip_queries.highest_number(session, day.year) + 1
        values["number"] = supervision.number(day.year, count)


def _complete_activity(
    session: Session, settings: Mapping[str, Any], values: dict[str, Any]
) -> None:
    """An activity of the week's village is its turn."""
    day, village = values.get("held_on"), values.get("village_id")
    fulfils = values.get("form") in publicity.FULFILLING and values.get("turn_id") is None
    if fulfils and day is not None and village is not None:
        values["turn_id"] = publicity_queries.turn_of(session, village, monday(day))


def _complete_inspection(
    session: Session, settings: Mapping[str, Any], values: dict[str, Any]
) -> None:
    """The type and the village of a place that was inspected follow from the register."""
    if (place := values.get("place_id")) is None:
        return
    known = inspection_queries.place(session, place)
    if known is not None:
        values["place_type"] = values.get("place_type") or known.place_type
        if values.get("village_id") is None and values.get("unit_id") is None:
            values["village_id"] = known.village_id


def _complete_turn(session: Session, settings: Mapping[str, Any], values: dict[str, Any]) -> None:
    """What a sheet says that follows from the activities is not stored a second time."""
    week, village = values.get("week"), values.get("village_id")
    if week is None or village is None:
        return
    follows = values.get("state") == "未完成" and not values.get("reason")
    if values.get("state") == "完成":
        week_days = (week, week + timedelta(days=6))
        turn = publicity_queries.turn_of(session, village, week)
        follows = any(
            each.turn_id == turn
            if each.turn_id is not None
            else each.village_id == village and each.form in publicity.FULFILLING
            for each in publicity_queries.activities_for(
                session, *week_days, [] if turn is None else [turn]
            )
        )
    if follows:
        values["state"] = "计划"


COMPLETIONS: Mapping[str, Completion] = {
    "supervision-slips": _complete_slip,
    "publicity-turns": _complete_turn,
    "publicity-activities": _complete_activity,
    "disputes": _complete_dispute,
    "intakes": _complete_intake,
    "meeting-decisions": _complete_decision,
    "opinions": _due("received_on", "due_on", "opinion_days"),
    "findings": _due("found_on", "due_on", "finding_days"),
    "inspections": _complete_inspection,
    "grid-counts": grid_registers.complete,
    "trouble-spots": _due("listed_on", "deadline", "trouble_spot_days"),
}

# What follows belongs to the key here: a sheet that names a place alone is the record stored with
# the place's village.
KEYS_FOLLOW = ("inspections",)


def _dispute_move(before: Values, after: Values) -> dict[str, str]:
    said = disputes.move_problem(before["state"], after["state"])
    return {"state": said} if said else {}


_FIXED = ("kind", "period", "corrects_id", "filled", "own_annexes")
"""What a draft is about and was filled with: only drafting, refreshing and its annexes set it."""


def _document_move(before: Values, after: Values) -> dict[str, str]:
    if before["state"] != ISSUED:
        fixed = (name for name in _FIXED if name in after and after[name] != before.get(name))
        return {
            **dict.fromkeys(fixed, "起草的时候已经定了，不能另外改；要换的请重新起草一份。"),
            **_document_birth(after),
        }
    if before == after:
        return {}
    return {"state": f"已经印发（{before['number']}），不能再改；有错的请另发更正通报。"}


def _document_birth(values: Values) -> dict[str, str]:
    """A draft bears no number: that comes from the register, when it is issued."""
    found = {}
    if values.get("state") not in (None, DRAFT):
        found["state"] = "公文只有编号印发以后才是“已印发”，不能直接改状态。"
    if values.get("number"):
        found["number"] = "发文字号由发文登记给，不能自己填；请点“编号印发”。"
    return found


def _entry_move(before: Values, after: Values) -> dict[str, str]:
    changed = [name for name in after if name != "remark" and before.get(name) != after[name]]
    return dict.fromkeys(
        changed, f"发文登记里的{before['number']}只能改备注；不算数的请作废，有错的请另发更正通报。"
    )


def _entry_birth(values: Values) -> dict[str, str]:
    return {"number": "发文登记里的号码只能由印发得来；程序以外发的公文，请用“手工登记”。"}


def _acceptance_move(before: Values, after: Values) -> dict[str, str]:
    if before["decision"] == after["decision"]:
        return {}
    return {"decision": "验收结论登记以后不能改；刚登记错的请用撤销，后来又验收的请再登记一次。"}


MOVES: Mapping[str, Move] = {
    "acceptances": _acceptance_move,
    "disputes": _dispute_move,
    "documents": _document_move,
    "issued-documents": _entry_move,
}
BIRTHS: Mapping[str, Callable[[Values], dict[str, str]]] = {
    "documents": _document_birth,
    "issued-documents": _entry_birth,
}


def _revise_dispute(settings: Mapping[str, Any], before: Values, after: dict[str, Any]) -> None:
    after["deadline"] = disputes.revised_deadline(
        before, after, dispute_days(settings), calendars.calendar(settings)
    )


# What follows from the change of an old record, before it is completed.
REVISIONS: Mapping[str, Revision] = {"disputes": _revise_dispute}

# What a record moved follows it, inside the operation.
CONSEQUENCES: Mapping[str, Consequence] = {
    "extensions": extended.follow,
    "acceptances": noted_steps.acceptance_stays,
    "dispute-notes": noted_steps.dispute_follows,
    "progress": noted_steps.assignment_follows,
}


def revise(settings: Mapping[str, Any], kind: str, before: Values, after: dict[str, Any]) -> None:
    """Let what the program worked out follow what was corrected; what was entered stays."""
    if (revision := REVISIONS.get(kind)) is not None:
        revision(settings, before, after)


def check(kind: str, values: Values, *, today: date) -> dict[str, str]:
    """A sentence under each field that breaks a rule of its kind."""
    rule = CHECKS.get(kind)
    return rule(values, today) if rule else {}


def complete(
    session: Session, settings: Mapping[str, Any], kind: str, values: dict[str, Any]
) -> None:
    """Fill in what follows from the rest; what was entered stays."""
    if (completion := COMPLETIONS.get(kind)) is not None:
        completion(session, settings, values)


def followed(
    session: Session,
    settings: Mapping[str, Any],
    kind: str,
    before: Values,
    changed: Values,
    *,
    said: Values,
) -> dict[str, Any]:
    """What a change comes to, with what the program worked out from it and nobody ``said``."""
    after = {**before, **changed}
    revise(settings, kind, before, after)
    revised = {n: v for n, v in after.items() if n not in said and v != before.get(n)}
    complete(session, settings, kind, after)
    found = {**revised, **{name: after[name] for name in changed}}
    return {name: value for name, value in found.items() if value != before.get(name)}


def move(kind: str, before: Values, after: Values) -> dict[str, str]:
    """A sentence under each field that may not go from what it was to what it is."""
    rule = MOVES.get(kind)
    return rule(before, after) if rule else {}


def birth(kind: str, values: Values) -> dict[str, str]:
    """A sentence under each field with which a record may not begin."""
    rule = BIRTHS.get(kind)
    return rule(values) if rule else {}


BESIDE: Mapping[str, Beside] = {
    "extensions": extended.beside,
    "grid-counts": lambda session, values, before, _id: grid_registers.beside(
        session, values, before
    ),
}
"""What else of a kind is held against other records."""


def beside(
    session: Session, kind: str, values: Values, *, before: Values | None, record_id: int | None
) -> dict[str, str]:
    """A sentence under each field that cannot be right beside other records.

    Such is a day before the record it belongs to, or after its end.
    """
    found = day_order.problems(session, kind, values, before=before, record_id=record_id)
    if (rule := BESIDE.get(kind)) is not None:
        found = {**rule(session, values, before, record_id), **found}
    return found


def follow(
    session: Session, kind: str, record: Record, *, before: Values | None = None, gone: bool = False
) -> None:
    """Change what ``record`` moved; ``before`` is what it said, ``None`` of a new or restored one.

    Raises:
        Invalid, Conflict: it cannot be so; the operation is to be given up.
    """
    if (consequence := CONSEQUENCES.get(kind)) is not None:
        consequence(session, record, before, gone)
