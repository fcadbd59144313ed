"""Polls of a year, their problems, and one poll's questionnaires (示例数据)."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Finding, Poll, PollResult, QuestionnaireEntry
from gaotang_desktop.data.queries import records, villages
from gaotang_desktop.domain import questionnaires
from gaotang_desktop.domain.questionnaires import QUESTIONS

SMALL, WITHOUT = 11, 17  # the village with a small sample, and the one without any
PAPERS = 40
_DISCORDANT = {4: 1, 19: 0, 33: 4}  # paper: the question that its second entry has differently
_RATES = (0.90, 0.87, 0.80, 0.55)
_PROBLEMS = (
    ("部分群众反映夜间路灯不亮", "线路老化", "更换灯具12盏", "已更换并试亮"),
    ("部分群众没有见到过夜巡人员", "巡逻路线固定，集中在主街", "调整路线，覆盖各村民组", None),
    ("部分群众反映纠纷处理慢", "调解员人手少", "增配兼职调解员2名", None),
)


def fill(session: Session, chance: Random, last: date, now: datetime) -> None:
    """Four polls of the town and one of the county; the newest has questionnaires entered twice."""
    homes = villages.ids(session)
    if not homes:
        return
    quarter = (last.month - 1) // 3
    months = [last.year * 12 + quarter * 3 + 2 - 3 * back for back in (4, 3, 2, 1)]
    days = [date(month // 12, month % 12 + 1, 20) for month in months]
    polls = [
        Poll(
            name=f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度镇自测",
            level="镇自测",
            from_on=day - timedelta(days=6),
            until_on=day,
            source_note="示例：入户发放问卷",
        )
        for day in days
    ]
    county = days[1] + timedelta(days=25)
    polls.append(
        Poll(
            name=f"{county.year}年县级民意调查",
            level="县",
            from_on=county - timedelta(days=4),
            until_on=county,
            source_note="示例：县里反馈的电话调查结果",
        )
    )
    session.add_all(polls)
    session.flush()
    lift = dict(zip((each.id for each in polls), (-0.05, -0.02, 0.0, 0.03, -0.03), strict=True))
    rows = []
    for poll in polls:
        for number, home in enumerate(homes):
            if number == WITHOUT:
                continue
            habit = 0.04 * ((number % 7) - 3) / 3
            low, high = (14, 20) if number == SMALL else (31, 46)
            rows.append(
                _result(chance, poll, home, chance.randint(low, high), lift[poll.id] + habit)
            )
    records.add_rows(session, PollResult, rows, now=now)
    newest = polls[3]
    _problems(session, chance, newest, homes, last)
    _papers(session, chance, newest, homes[WITHOUT % len(homes)], now)


def _result(chance: Random, poll: Poll, home: int, sample: int, shift: float) -> dict[str, Any]:
    hits = [sum(chance.random() < rate + shift for _ in range(sample)) for rate in _RATES]
    return {
        "poll_id": poll.id,
        "village_id": home,
        "sample": sample,
        **dict(zip(questionnaires.FIGURES, hits, strict=True)),
    }


def _problems(session: Session, chance: Random, poll: Poll, homes: list[int], last: date) -> None:
    for text, cause, measure, how in _PROBLEMS:
        found = min(last, poll.until_on + timedelta(days=5))
        finding = Finding(
            found_on=found,
            poll_id=poll.id,
            text=f"示例：{text}",
            cause=cause,
            measure=measure,
            village_id=chance.choice(homes),
            due_on=found + timedelta(days=30),
        )
        if how and found + timedelta(days=18) <= last:
            finding.put_right_on, finding.how = found + timedelta(days=18), how
        session.add(finding)


def _papers(session: Session, chance: Random, poll: Poll, home: int, now: datetime) -> None:
    """The questionnaires of the village that has no result yet: three papers differ."""
    rows = []
    for sheet in range(1, PAPERS + 1):
        answers = [
            chance.choices(question.codes, (8, 5, *([1] * (len(question.codes) - 2))))[0]
            for question in QUESTIONS
        ]
        if sheet == PAPERS:
            answers[-1] = questionnaires.BLANK
        for entry in (1, 2):
            given = list(answers)
            if entry == 2 and (place := _DISCORDANT.get(sheet)) is not None:
                given[place] = next(
                    each for each in QUESTIONS[place].codes if each != answers[place]
                )
            rows.append(
                {
                    "poll_id": poll.id,
                    "village_id": home,
                    "sheet": sheet,
                    "entry": entry,
                    "answers": questionnaires.packed(given),
                    "entered_by": f"示例录入员{entry}",
                }
            )
    records.add_rows(session, QuestionnaireEntry, rows, now=now)
