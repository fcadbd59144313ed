"""What people come with, from the first window to the answer (诉求登记)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.data.queries import records as listings
from gaotang_desktop.data.queries.casework import intakes as queries
from gaotang_desktop.data.queries.casework.intakes import BackRow, IntakeRow
from gaotang_desktop.data.queries.due import DueRow
from gaotang_desktop.domain.casework import intakes as rules
from gaotang_desktop.domain.casework import outcomes, pressing
from gaotang_desktop.domain.casework.intakes import Figures, Standing
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.fields import Field, Kind, Listing
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import calendars, records
from gaotang_desktop.services.casework import matters
from gaotang_desktop.services.workplace import Workplace

LATE = Field("late", "时限", Kind.CHOICE, choices=rules.LATENESS, help="按下一步的期限和今天推算")
STAGE = Field("stage", "进度", Kind.CHOICE, choices=rules.STAGES, help="按分流、办结、告知推算")
NEXT = Field("next_on", "下一步期限", Kind.DATE)
COLUMNS = (
    "late", "stage", "next_on", "received_on", "way", "village_id", "matter", "sort", "persons",
    "unit_id", "number", "dispute_id", "opinion_id", "done_on", "told_on", "satisfied", "received_by",
    "repeated", "remark",
)  # fmt: skip
BECOMES = {"disputes": "纠纷", "opinions": "意见"}
"""The kinds of record that an intake may become, and what it is sorted into by that."""


def ledger(work: Workplace, period: Period | None = None) -> Listing:
    """The intakes of a period and every one before it that is not told yet; the late ones first."""
    with work.database.reading() as session:
        found = listings.listing(session, "intakes")
        standings = {
            row.id: standing(row, work.today(), work.settings) for row in queries.every_one(session)
        }
    received = found.column("received_on")

    def wanted(record_id: int, row: tuple[Any, ...]) -> bool:
        open_still = standings[record_id].late != "已办结" and period is not None
        return (
            period is None
            or row[received] in period
            or (open_still and row[received] <= period.end)
        )

    kept = found.where(wanted)
    order = sorted(range(len(kept.ids)), key=lambda at: _urgency(kept.ids[at], standings))
    ranked = Listing(
        kept.kind,
        kept.fields,
        tuple(kept.ids[at] for at in order),
        tuple(kept.rows[at] for at in order),
    )
    shown = [standings[each] for each in ranked.ids]
    ranked = ranked.plus(LATE, [each.late for each in shown])
    ranked = ranked.plus(STAGE, [each.stage for each in shown])
    ranked = ranked.plus(NEXT, [each.due_on for each in shown])
    return ranked.only(COLUMNS)


def _urgency(record_id: int, standings: Mapping[int, Standing]) -> tuple[int, int, int]:
    each = standings[record_id]
    closed = each.late == "已办结"
    return closed, (each.due_on or date.max).toordinal() if not closed else 0, -record_id


def standing(row: IntakeRow, today: date, settings: Mapping[str, Any]) -> Standing:
    """How far one intake came."""
    calendar = calendars.calendar(settings)
    return rules.standing(
        sort=row.sort,
        due_on=row.due_on,
        done_on=row.done_on,
        told_on=row.told_on,
        became=(row.deadline, row.became_done_on) if row.became else None,
        today=today,
        tell_days=int(settings["intake_tell_days"]),
        near_days=int(settings["near_days"]),
        calendar=calendar,
        sign_by=rules.sign_by(
            row.unit_id,
            row.sorted_on,
            row.signed_on,
            days=int(settings["intake_sign_days"]),
            calendar=calendar,
        ),
        accept_by=pressing.accept_by(
            row.done_on,
            row.accepted_on,
            days=matters.accept_days(settings, row.received_on),
            calendar=calendar,
        ),
    )


def standing_of(work: Workplace, intake_id: int) -> Standing:
    """How far one intake came.

    Raises:
        NotFound: it is gone.
    """
    records.get(work, "intakes", intake_id)
    with work.database.reading() as session:
        row = queries.one(session, intake_id)
    assert row is not None
    return standing(row, work.today(), work.settings)


def figures(work: Workplace, period: Period) -> Figures:
    """受理、分流、办结、重复 of what came in during the period, 超时 of what fell due and 满意 of who was told."""
    today, settings = work.today(), work.settings
    with work.database.reading() as session:
        rows = queries.received_between(session, period.start, period.end)
        due = queries.due_between(session, period.start, period.end)
        told = queries.told_between(session, period.start, period.end)
    return rules.figures(
        [rules.Counted(row.way, row.sort, standing(row, today, settings), row.repeated,
                       row.village_id is None) for row in rows],
        in_time=[outcomes.in_time(row.deadline, row.ended_on, today=today) for row in due],
        said=[row.satisfied for row in told],
    )  # fmt: skip


def waiting(session: Session, settings: Mapping[str, Any], until: date | None) -> list[DueRow]:
    """What is not told yet and due by ``until``.

    What became another record and is not done is that record's to press: it is left out here.
    """
    found = []
    for row in queries.untold(session):
        # No day is late or near in itself here: only the stage and its deadline are asked for.
        each = standing(row, row.received_on, settings)
        if (row.became and each.stage != "待告知") or each.due_on is None:
            continue
        if until is None or each.due_on <= until:
            found.append(
                DueRow(row.id, f"{each.stage}：{row.matter}", row.village_id, row.village,
                       row.unit_id, row.unit, each.due_on, each.stage)
            )  # fmt: skip
    return sorted(found, key=lambda each: (each.due_on or date.max, each.id))


def behind(work: Workplace, kind: str, record_id: int) -> list[BackRow]:
    """The intakes that became this dispute or opinion, the oldest first."""
    with work.database.reading() as session:
        if kind == "disputes":
            return queries.behind(session, dispute=record_id)
        return queries.behind(session, opinion=record_id)


def telling(work: Workplace, intake_id: int) -> dict[str, Any]:
    """The day on which whoever came was told and what was said, to begin with: today where nobody was yet.

    What was told before the matter was taken up again is told anew, on another day.

    Raises:
        NotFound: it is gone.
    """
    told = records.get(work, "intakes", intake_id)
    if not _is_told(work, intake_id):
        told |= {"told_on": work.today(), "satisfied": None}
    return told


def told_before(work: Workplace, intake_id: int) -> date | None:
    """The day on which whoever came was told what holds no more: the matter was taken up again since.

    Raises:
        NotFound: it is gone.
    """
    told_on = records.get(work, "intakes", intake_id)["told_on"]
    return None if _is_told(work, intake_id) else told_on


def _is_told(work: Workplace, intake_id: int) -> bool:
    return standing_of(work, intake_id).stage == rules.STAGES[-1]


def proposed(work: Workplace, intake_id: int, kind: str) -> dict[str, Any]:
    """What the record that an intake becomes starts with; the operator adds the rest.

    Raises:
        Conflict: it became something already, or was sorted into something else.
        NotFound: it is gone.
    """
    told = records.get(work, "intakes", intake_id)
    _may_become(told, kind)
    if kind == "disputes":
        source = {"网格上报": "网格员上报", "来电": "其他"}.get(told["way"], told["way"])
        return {
            "found_on": told["received_on"],
            "village_id": told["village_id"],
            "source": source,
            "people": told["people"],
            "parties": told["persons"],
            "summary": told["matter"],
            "unit_id": told["unit_id"],
        }
    source = {"来电": "电话", "走访": "入户走访", "网格上报": None}.get(told["way"], told["way"])
    return {
        "received_on": told["received_on"],
        "village_id": told["village_id"],
        "source": source,
        "order_number": told["order_number"],
        "repeated": told["repeated"],
        "text": told["matter"],
        "unit_id": told["unit_id"],
    }


def become(work: Workplace, intake_id: int, kind: str, values: Mapping[str, Any]) -> int:
    """Make the dispute or opinion that an intake is, and tie both together; returns its id.

    One operation: one undo takes back the record and the tie.

    Raises:
        Invalid: a sentence for each field of the new record at fault; nothing is stored.
        Conflict: the intake became something already, or was sorted into something else.
        NotFound: it is gone.
    """
    told = records.get(work, "intakes", intake_id)
    _may_become(told, kind)
    whole = records.complete(work, kind, values)
    if found := records.check(kind, whole, today=work.today()):
        raise Invalid(found)
    word = BECOMES[kind]
    name, _record = rules.BECOMES[word]
    said = records.name_of(work, "intakes", told)
    with work.database.operation(f"诉求转为{records.label_of(kind)}：{said}") as session:
        made = records.store(session, kind, whole)
        changes = {"sort": word, "sorted_on": told["sorted_on"] or work.today(), name: made}
        records.store(session, "intakes", changes, record_id=intake_id)
    return made


def sort_anew(
    work: Workplace,
    intake_id: int,
    *,
    sort: str,
    sorted_on: date,
    unit_id: int | None = None,
    keep: bool = False,
) -> str:
    """Sort an intake into something else than what it became; returns that record's title.

    The dispute or opinion that it became goes into the recycle bin with what belongs to it, unless
    somebody wants to ``keep`` it as a record of its own. What was told before the matter was taken up
    again goes away with it: see :func:`told_before`. One operation: one undo brings all back.

    Raises:
        Invalid: a sentence for each field at fault; nothing is stored.
        Conflict: it became nothing, whoever came is told already, or other records need what it became.
        NotFound: it is gone.
    """
    told = records.get(work, "intakes", intake_id)
    word = next((word for word, (name, _) in rules.BECOMES.items() if told[name] is not None), "")
    if not word:
        raise Conflict("这件诉求没有转成纠纷或者意见，要改分流的，请用“分流交办”。")
    if _is_told(work, intake_id):
        raise Conflict(
            f"这件诉求 {told['told_on']:%Y-%m-%d} 已经告知，不再重新分流；告知登记错了的，请先在“修改”里去掉告知日期。"
        )
    if sort == word:
        raise Invalid({"sort": f"这件诉求现在就是“{word}”，请选另外一类。"})
    name, _record = rules.BECOMES[word]
    kind = next(each for each, known in BECOMES.items() if known == word)
    changes = {"sort": sort, "sorted_on": sorted_on, "unit_id": unit_id, name: None}
    changes |= {"told_on": None, "satisfied": None}
    if found := records.check("intakes", {**told, **changes}, today=work.today()):
        raise Invalid(found)
    title = records.title_of(work, kind, told[name])
    said = records.name_of(work, "intakes", told)
    with work.database.operation(f"重新分流诉求：{said}") as session:
        records.store(session, "intakes", changes, record_id=intake_id)
        record = session.get(CATALOGUE[kind], told[name])
        if not keep and record is not None:
            records.bin_one(session, kind, record, work)
    return title


def _may_become(told: Mapping[str, Any], kind: str) -> None:
    for name, record in rules.BECOMES.values():
        if told[name] is not None:
            raise Conflict(f"这件诉求已经转为{record}，不能再转一次。")
    word = BECOMES[kind]
    if told["sort"] not in (None, word):
        raise Conflict(f"这件诉求分流到了“{told['sort']}”，要转为{word}，请先把分流改成“{word}”。")
    if told["done_on"] is not None:
        raise Conflict("这件诉求已经办结，不能再转；确实要转的，请先去掉办结日期。")
