"""Everything about one village in a span, and what all villages add up to in it (村档案)."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from gaotang_desktop.data.models import (
    Assignment,
    Dispute,
    DisputeReport,
    Finding,
    GridCount,
    IncidentCount,
    Inspection,
    Intake,
    KeyGroupCount,
    MissedNight,
    Officer,
    Opinion,
    Patrol,
    Poll,
    PollResult,
    PublicityActivity,
    PublicityTurn,
    SpotCheck,
    Task,
    TroubleSpot,
)


class EventRow(NamedTuple):
    """One record on the time line; ``state`` in the office's word."""

    kind: str
    id: int
    day: date
    words: str
    state: str


class OfficerRow(NamedTuple):
    """Someone responsible in the village now."""

    role: str
    name: str
    phone: str | None


class ScoreRow(NamedTuple):
    """What a frozen evaluation says of the village."""

    id: int
    period: str
    total: str
    rank: int | None


def officers(session: Session, village_id: int, today: date) -> list[OfficerRow]:
    """Who is in office today, in the order in which they were entered."""
    found = session.execute(
        select(Officer.role, Officer.name, Officer.phone)
        .where(Officer.village_id == village_id)
        .where(or_(Officer.until_on.is_(None), Officer.until_on >= today))
        .where(or_(Officer.from_on.is_(None), Officer.from_on <= today))
        .order_by(Officer.id)
    )
    return [OfficerRow(*row) for row in found]


def events(
    session: Session, village_id: int, first: date, last: date, *, minimum_sample: int
) -> list[EventRow]:
    """Every record of the village in the span, the newest first.

    A poll that asked fewer than ``minimum_sample`` people there is marked so.
    """
    found: list[EventRow] = []
    for kind, model, day, columns, worded in _KINDS:
        rows = session.execute(
            select(model.id, day, *columns).where(
                model.village_id == village_id, day.between(first, last)
            )
        )
        found += [EventRow(kind, row[0], row[1], *worded(*row[2:])) for row in rows]
    found += _poll_results(session, village_id, first, last, minimum_sample)
    found += _assignments(session, village_id, first, last)
    return sorted(found, key=lambda each: (each.day, each.id), reverse=True)


Worded = Callable[..., tuple[str, str]]


def _activity(form: str, topic: str | None, households: int | None) -> tuple[str, str]:
    parts = [form, topic, f"入户 {households} 户" if households else None]
    return " · ".join(part for part in parts if part), ""


def _patrol(leader: str, people: int, finding: str | None, evidence: str) -> tuple[str, str]:
    found = f"，发现：{finding}" if finding else ""
    return f"{leader}带班，{people} 人{found}", evidence


def _incidents(*counts: int | None) -> tuple[str, str]:
    words = ("警情", "电诈", "盗窃")
    said = [f"{word} {n} 起" for word, n in zip(words, counts, strict=True) if n is not None]
    return "，".join(said) or "其他发案数", ""


# Kind, model, the day it stands at, further columns, and how these are worded.
_KINDS: tuple[tuple[str, Any, Any, tuple[Any, ...], Worded], ...] = (
    ("patrols", Patrol, Patrol.night,
     (Patrol.leader, Patrol.people, Patrol.finding, Patrol.evidence), _patrol),
    ("missed-nights", MissedNight, MissedNight.night, (MissedNight.reason,),
     lambda reason: (reason, "未巡")),
    ("spot-checks", SpotCheck, SpotCheck.night, (SpotCheck.checked_by, SpotCheck.result),
     lambda by, result: (f"{by}抽查", result)),
    ("publicity-turns", PublicityTurn, PublicityTurn.week,
     (PublicityTurn.reason, PublicityTurn.state),
     lambda reason, state: (reason or "本周轮到集中宣传", state)),
    ("publicity-activities", PublicityActivity, PublicityActivity.held_on,
     (PublicityActivity.form, PublicityActivity.topic, PublicityActivity.households), _activity),
    ("opinions", Opinion, Opinion.received_on, (Opinion.text, Opinion.state),
     lambda words, state: (words, state)),
    ("disputes", Dispute, Dispute.found_on, (Dispute.number, Dispute.summary, Dispute.state),
     lambda number, words, state: (f"{number or ''} {words}".strip(), state)),
    ("intakes", Intake, Intake.received_on, (Intake.number, Intake.way, Intake.matter, Intake.sort),
     lambda number, way, words, sort: (f"{number or ''} {way}：{words}".strip(), sort or "待分流")),
    ("dispute-reports", DisputeReport, DisputeReport.week, (DisputeReport.found,),
     lambda found: (f"排查出 {found} 件" if found else "零报告", "")),
    ("key-group-counts", KeyGroupCount, KeyGroupCount.month,
     (KeyGroupCount.category, KeyGroupCount.total, KeyGroupCount.managed),
     lambda category, total, managed: (f"{category} {total} 人，已管控帮扶 {managed} 人", "")),
    ("incident-counts", IncidentCount, IncidentCount.month,
     (IncidentCount.alarms, IncidentCount.frauds, IncidentCount.thefts), _incidents),
    ("grid-counts", GridCount, GridCount.month,
     (GridCount.grid, GridCount.visits, GridCount.reported, GridCount.handled),
     lambda grid, visits, reported, handled: (
         f"{grid}：走访 {visits} 户次，上报 {reported} 件，办结 {handled} 件", "")),
    ("inspections", Inspection, Inspection.held_on,
     (Inspection.kind, Inspection.text, Inspection.result),
     lambda kind, words, result: (f"{kind}{'：' + words if words else ''}", result)),
    ("trouble-spots", TroubleSpot, TroubleSpot.listed_on,
     (TroubleSpot.name, TroubleSpot.problem, TroubleSpot.removed_on),
     lambda name, words, removed: (f"{name}：{words}", "已摘牌" if removed else "整治中")),
    ("findings", Finding, Finding.found_on, (Finding.text, Finding.put_right_on),
     lambda words, done: (words, "已整改" if done else "未整改")),
)  # fmt: skip


TABLES = frozenset(model.__tablename__ for _kind, model, *_ in _KINDS)
"""The tables of the records that stand on the time line."""


def _poll_results(
    session: Session, village_id: int, first: date, last: date, least: int
) -> list[EventRow]:
    found = session.execute(
        select(PollResult.id, Poll.until_on, Poll.name, PollResult.sample, PollResult.safe)
        .join(Poll, Poll.id == PollResult.poll_id)
        .where(PollResult.village_id == village_id, Poll.until_on.between(first, last))
    )
    return [
        EventRow(
            "poll-results",
            row.id,
            row.until_on,
            f"{row.name}：样本 {row.sample} 人"
            + (f"，感到安全 {row.safe} 人" if row.safe is not None else ""),
            "样本不足" if row.sample < least else "",
        )
        for row in found
    ]


def _assignments(session: Session, village_id: int, first: date, last: date) -> list[EventRow]:
    found = session.execute(
        select(Assignment.id, Assignment.deadline, Task.name, Assignment.state)
        .join(Task, Task.id == Assignment.task_id)
        .where(Assignment.village_id == village_id, Assignment.deadline.between(first, last))
    )
    return [EventRow("assignments", row[0], row[1], row[2], row[3]) for row in found if row[1]]


def scores(session: Session, village: str, periods: list[str]) -> list[ScoreRow]:
    """The newest frozen score of each period; read inside SQLite, because a body is long."""
    found = session.execute(
        text(
            "SELECT f.id, f.period, json_extract(v.value, '$.total'), json_extract(v.value, '$.rank')"
            " FROM frozen_evaluations f, json_each("
            "  CASE WHEN json_valid(f.body) THEN f.body ELSE '{}' END, '$.villages') v"
            " WHERE f.period IN (SELECT value FROM json_each(:periods)) AND f.binned_at IS NULL"
            " AND f.version = (SELECT max(g.version) FROM frozen_evaluations g"
            "  WHERE g.period = f.period AND g.binned_at IS NULL)"
            " AND json_extract(v.value, '$.village') = :village"
        ),
        {"periods": "[" + ",".join(f'"{each}"' for each in periods) + "]", "village": village},
    )
    return [ScoreRow(*row) for row in found]


class TotalRow(NamedTuple):
    """One village's frozen total of a month, its rank and the bounds of its rank range."""

    period: str
    village: str
    total: str | None
    rank: int | None
    low: int | None
    high: int | None


def totals(session: Session, periods: list[str]) -> list[TotalRow]:
    """Every village's total in the newest frozen result of each period; ``None`` without one."""
    found = session.execute(
        text(
            "SELECT f.period, json_extract(v.value, '$.village'),"
            " CASE WHEN json_extract(v.value, '$.unranked') = '' THEN json_extract(v.value, '$.total') END,"
            " json_extract(v.value, '$.rank'), json_extract(v.value, '$.rank_range[0]'),"
            " json_extract(v.value, '$.rank_range[1]')"
            " FROM frozen_evaluations f, json_each("
            "  CASE WHEN json_valid(f.body) THEN f.body ELSE '{}' END, '$.villages') v"
            " WHERE f.period IN (SELECT value FROM json_each(:periods)) AND f.binned_at IS NULL"
            " AND f.version = (SELECT max(g.version) FROM frozen_evaluations g"
            "  WHERE g.period = f.period AND g.binned_at IS NULL)"
        ),
        {"periods": "[" + ",".join(f'"{each}"' for each in periods) + "]"},
    )
    return [TotalRow(*row) for row in found]


Shares = dict[int, tuple[int, int]]
