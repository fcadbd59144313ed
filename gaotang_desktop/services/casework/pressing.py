"""What is past its day is brought before the next level; how a matter ended is looked at (提级督办、验收)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.queries.casework import intakes as intake_queries
from gaotang_desktop.data.queries.casework import matters as queries
from gaotang_desktop.data.queries.casework.matters import AcceptanceRow, EscalationRow, Raised
from gaotang_desktop.domain import disputes as dispute_rules
from gaotang_desktop.domain import opinions as opinion_rules
from gaotang_desktop.domain.casework import pressing as rules
from gaotang_desktop.domain.casework.extensions import OWNERS
from gaotang_desktop.domain.casework.intakes import BECOMES
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.supervision import lateness
from gaotang_desktop.domain.writings.cutting import cut
from gaotang_desktop.services import calendars, disputes, records
from gaotang_desktop.services import rules as rules_of_kinds
from gaotang_desktop.services.casework import intakes, matters
from gaotang_desktop.services.workplace import Workplace

KINDS = tuple(OWNERS)
ACCEPTED = ("decided_on", "decided_by", "decision", "reason")
RAISED = ("raised_on", "level", "told", "answer")
_NOT_LATE = "这一件没有逾期，过了期限才提级督办。"


@dataclass(frozen=True, slots=True)
class Pressed:
    """A matter that a unit or a village has to move: what it waits for and by when.

    ``title`` names it without residents; ``state`` is how far it came.
    """

    kind: str
    id: int
    title: str
    unit_id: int | None
    village_id: int | None
    who: str
    step: str
    due_on: date
    state: str

    @property
    def words(self) -> str:
        """``纠纷2026-031（郭桥村 邻里纠纷）待签收``: what a slip asks about."""
        return self.title if self.step == rules.HANDLE else f"{self.title}{self.step}"


@dataclass(frozen=True, slots=True)
class Raise:
    """A matter with the level before which it belongs today."""

    matter: Pressed
    level: str
    lateness: str


def deeds(work: Workplace, period: Period) -> rules.Deeds:
    """What was done in a period to have matters ended in time and well (延期、提级督办、验收)."""
    with work.database.reading() as session:
        return queries.deeds(session, period.start, period.end)


def pressed(
    session: Session, settings: Mapping[str, Any], *, cover: Callable[[str], str] = str
) -> list[Pressed]:
    """Every matter that waits for a unit or a village, with its day.

    The office's own steps are left out. ``cover`` covers names where the titles are read outside.
    """
    found: list[Pressed] = []
    for kind in ("disputes", "opinions"):
        for row, each in matters.steps(session, settings, kind):
            if each.word == rules.ACCEPT or each.due_on is None:
                continue
            if kind == "disputes":
                title = f"纠纷{row.number or ''}（{_beside(row.village, row.category)}）"
            else:
                title = f"意见“{_short(cover(row.what))}”（{_beside(row.village)}）"
            village = None if row.unit_id else row.village_id
            found.append(
                Pressed(kind, row.id, title, row.unit_id, village, row.unit or row.village or "",
                        each.word, each.due_on, row.state)
            )  # fmt: skip
    for came in intake_queries.untold(session):
        # No day is late or near in itself here: only the stage and its deadline are asked for.
        stage = intakes.standing(came, came.received_on, settings)
        if came.became or stage.due_on is None or stage.stage not in (rules.SIGN, rules.HANDLE):
            continue
        title = f"诉求{came.number or ''}（{_beside(came.village, came.way)}）"
        village = None if came.unit_id else came.village_id
        found.append(
            Pressed("intakes", came.id, title, came.unit_id, village,
                    came.unit or came.village or "", stage.stage, stage.due_on, stage.stage)
        )  # fmt: skip
    return [each for each in found if each.unit_id or each.village_id]


def _beside(*words: str | None) -> str:
    return " ".join(word for word in words if word)


def _short(text: str) -> str:
    return cut(" ".join(text.split()))


# -- escalation ------------------------------------------------------------------------------------


def proposals(work: Workplace) -> tuple[Raise, ...]:
    """What belongs before a higher level today, the highest first; nothing is stored by this."""
    with work.database.reading() as session:
        return called_for(session, work.settings, work.today(), cover=work.cover)


def called_for(
    session: Session,
    settings: Mapping[str, Any],
    today: date,
    *,
    cover: Callable[[str], str] = str,
) -> tuple[Raise, ...]:
    """The same, inside a session."""
    open_ones = pressed(session, settings, cover=cover)
    known = {kind: queries.raised(session, kind) for kind in KINDS}
    days = tuple(int(settings[f"escalate_{name}_days"]) for name in ("unit", "deputy", "chief"))
    calendar = calendars.calendar(settings)
    found = []
    for each in open_ones:
        level = rules.level(each.due_on, today, days=days, calendar=calendar)
        if level and _rank(level) > _reached(known[each.kind], each):
            found.append(Raise(each, level, lateness(each.due_on, today)))
    return tuple(sorted(found, key=lambda each: (-_rank(each.level), each.matter.due_on)))


def escalate(work: Workplace, chosen: Sequence[Raise], *, raised_on: date, told: str = "") -> int:
    """Note that matters were brought before their level, in one step; returns how many.

    Nothing is sent: whoever works here says so in person.

    Raises:
        Conflict: none was chosen.
        Invalid: a day that has not come, or a level that was reached before.
    """
    if not chosen:
        raise Conflict("还没有勾选要提级的。请至少勾选一件。")
    notes = [_note(each.matter, each.level, raised_on, told) for each in chosen]
    if len(chosen) == 1:
        title = f"提级督办：{chosen[0].matter.title}到{chosen[0].level}"
    else:
        title = f"提级督办{len(chosen)}件"
    with work.database.operation(title) as session:
        for made, each in zip(notes, chosen, strict=True):
            _refuse(session, work.today(), made, each.matter.kind)
            records.store(session, "escalations", made)
    return len(notes)


def one(work: Workplace, kind: str, record_id: int) -> Pressed:
    """One matter that is past its day.

    Raises:
        Conflict: it waits for nobody, or its day has not passed.
        NotFound: it is gone.
    """
    records.get(work, kind, record_id)
    with work.database.reading() as session:
        found = _late(session, work.settings, work.today(), kind, record_id)
    if found is None:
        raise Conflict(_NOT_LATE)
    return found


def _late(
    session: Session, settings: Mapping[str, Any], today: date, kind: str, record_id: int
) -> Pressed | None:
    """What a matter waits for past its day; ``None`` when it does not."""
    for each in pressed(session, settings):
        if (each.kind, each.id) == (kind, record_id) and each.due_on < today:
            return each
    return None


def next_level(work: Workplace, each: Pressed) -> str:
    """The level above the one that a matter reached for this deadline.

    Raises:
        Conflict: it was brought before the highest already.
    """
    with work.database.reading() as session:
        reached = _reached(queries.raised(session, each.kind), each)
    if reached + 1 >= len(rules.LEVELS):
        raise Conflict(f"这一件已经提到{rules.LEVELS[-1]}，没有更高的一级。")
    return rules.LEVELS[reached + 1]


def escalations(work: Workplace, kind: str, record_id: int) -> list[EscalationRow]:
    """The steps up the levels of one matter, the newest first."""
    with work.database.reading() as session:
        return queries.escalations(session, kind, record_id)


def note(work: Workplace, each: Pressed, values: Mapping[str, Any]) -> int:
    """Note one step up as it was typed; returns the note's id.

    Raises:
        Invalid: a day that has not come, or a level that was reached before.
    """
    typed = {**_note(each, values["level"], values["raised_on"], ""), **values}
    with work.database.operation(f"提级督办：{each.title}到{values['level']}") as session:
        _refuse(session, work.today(), typed, each.kind)
        return records.store(session, "escalations", typed)


def raised_whole(
    session: Session,
    settings: Mapping[str, Any],
    today: date,
    kind: str,
    record_id: int,
    typed: Mapping[str, Any],
) -> dict[str, Any]:
    """A step up of a matter as it would be stored, with what it waits for and the day that has passed.

    Of a matter that has ended since, it is what happened before: after its deadline, before its end.

    Raises:
        Invalid: the matter was not late then, or as :func:`note`.
        NotFound: it is gone.
    """
    values = records.values_in(session, kind, record_id)
    known = ended(kind, values)
    if known is not None:
        raised, due = typed.get("raised_on"), values[OWNERS[kind][1]]
        if said := rules.raised_before_end(raised, due, known[0]):
            raise Invalid({"raised_on": said})
        made = {**typed, "step": rules.HANDLE, "due_on": due}
    else:
        each = _late(session, settings, today, kind, record_id)
        if each is None:
            raise Invalid({"raised_on": _NOT_LATE})
        made = {**typed, "step": each.step, "due_on": each.due_on}
    _refuse(session, today, made, kind)
    return made


def is_late(work: Workplace, kind: str, record_id: int) -> bool:
    """Whether a matter waits for somebody past its day."""
    try:
        one(work, kind, record_id)
    except Conflict:
        return False
    return True


def _note(each: Pressed, level: str, raised_on: date, told: str) -> dict[str, Any]:
    return {
        OWNERS[each.kind][0]: each.id,
        "raised_on": raised_on,
        "level": level,
        "step": each.step,
        "due_on": each.due_on,
        "told": told or None,
    }


def _refuse(session: Session, today: date, values: Mapping[str, Any], kind: str) -> None:
    found = records.check("escalations", values, today=today)
    beside = rules_of_kinds.beside(session, "escalations", values, before=None, record_id=None)
    found = {**beside, **found}
    level, day = values.get("level"), values.get("raised_on")
    if level in rules.LEVELS and day is not None:
        matter = values[OWNERS[kind][0]], values["due_on"]
        for each in queries.raised(session, kind):
            if (each.record_id, each.due_on) != matter:
                continue
            if each.raised_on <= day and _rank(level) <= _rank(each.level):
                found["level"] = f"这个期限已经提到过{each.level}，请选更高的一级。"
            elif each.raised_on > day and _rank(level) >= _rank(each.level):
                found["level"] = (
                    f"这个期限 {each.raised_on:%Y-%m-%d} 才提到{each.level}，那以前只会提到更低的一级，"
                    "请改日期，或者选更低的一级。"
                )
    if found:
        raise Invalid(found)


def _rank(level: str) -> int:
    return rules.LEVELS.index(level)


def _reached(known: Iterable[Raised], each: Pressed) -> int:
    """The highest level before which it was brought for this deadline; -1 for none."""
    return max(
        (_rank(r.level) for r in known if (r.record_id, r.due_on) == (each.id, each.due_on)),
        default=-1,
    )


# -- acceptance ------------------------------------------------------------------------------------


def ended(kind: str, values: Mapping[str, Any]) -> tuple[date, str | None] | None:
    """When a matter ended and with what result; ``None`` while it is open or another record's."""
    if kind == "disputes":
        done = values["closed_on"] if values["state"] in dispute_rules.CLOSED else None
        result = values["result"]
    elif kind == "opinions":
        done = values["answered_on"] if values["state"] in opinion_rules.CLOSED else None
        result = values["answer"]
    else:
        became = any(values[name] is not None for name, _record in BECOMES.values())
        done, result = (None if became else values["done_on"]), values["result"]
    return None if done is None else (done, result)


def acceptances(work: Workplace, kind: str, record_id: int) -> list[AcceptanceRow]:
    """How the end of one matter was looked at, the newest first."""
    with work.database.reading() as session:
        return queries.acceptances(session, kind, record_id)


def accept(
    work: Workplace,
    kind: str,
    record_id: int,
    *,
    decided_on: date,
    decided_by: str,
    decision: str = "通过",
    reason: str | None = None,
) -> int:
    """Note how the end of a matter was found; sent back (退回) it is open again with a new term.

    The note keeps the end that it looked at. One operation; returns the note's id.

    Raises:
        Invalid: it has not ended, or something cannot be right; nothing is stored.
        NotFound: it is gone.
    """
    before = records.get(work, kind, record_id)
    typed = {
        OWNERS[kind][0]: record_id,
        "decided_on": decided_on,
        "decided_by": decided_by,
        "decision": decision,
        "reason": reason,
    }
    name = records.name_of(work, kind, before)
    with work.database.operation(f"验收{decision}：{name}") as session:
        told = accepted_whole(session, work.today(), kind, record_id, typed)
        return store_acceptance(session, work.settings, kind, record_id, told)


def accepted_whole(
    session: Session, today: date, kind: str, record_id: int, typed: Mapping[str, Any]
) -> dict[str, Any]:
    """An acceptance of a matter as it would be stored, with the end that it looked at.

    Raises:
        Invalid, NotFound: as :func:`accept`.
    """
    known = ended(kind, records.values_in(session, kind, record_id))
    if known is None:
        raise Invalid({"decided_on": "这一件还没有办结，办结以后才验收。"})
    if any(
        each.decision == "通过" and each.decided_on >= known[0]
        for each in queries.acceptances(session, kind, record_id)
    ):
        raise Invalid({"decided_on": "这一件的验收已经通过，不用再登记。"})
    told = {**typed, "done_on": known[0], "result": known[1]}
    if found := records.check("acceptances", told, today=today):
        raise Invalid(found)
    return told


def store_acceptance(
    session: Session,
    settings: Mapping[str, Any],
    kind: str,
    record_id: int,
    told: Mapping[str, Any],
) -> int:
    """Put a checked acceptance into an operation; what it sends back is open again."""
    made = records.store(session, "acceptances", told)
    if told["decision"] == "退回":
        day = told["decided_on"]
        before = records.values_in(session, kind, record_id)
        changes = _opened_again(settings, kind, before, day)
        records.store(session, kind, changes, record_id=record_id)
        if kind == "disputes":
            step = {"dispute_id": record_id, "happened_on": day, "state": "化解中"}
            text = f"验收退回：{told['reason']}"
            records.store(session, "dispute-notes", {**step, "text": text})
    return made


def _opened_again(
    settings: Mapping[str, Any], kind: str, before: Mapping[str, Any], day: date
) -> dict[str, Any]:
    """What sending back changes in a matter: the end is taken away, a new term runs from that day."""
    if kind == "disputes":
        return disputes.moved(settings, before, "化解中", day, "")
    calendar = calendars.calendar(settings)
    changes: dict[str, Any] = dict.fromkeys(("told_on", "satisfied"))
    if kind == "opinions":
        due = calendar.after(day, int(settings["opinion_days"]))
        return {**changes, "state": "办理中", "answered_on": None, "due_on": due}
    due = calendar.after(day, int(settings["intake_days"]))
    return {**changes, "done_on": None, "due_on": due}
