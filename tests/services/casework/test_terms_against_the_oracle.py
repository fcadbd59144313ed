"""时限 over random matters, as one who shares no code with the program counts them."""

import random
from datetime import date, datetime, time, timedelta

import pytest
from builders import open_work, unit, village
from term_oracle import Office

from gaotang_desktop.data.queries import patrols as village_queries
from gaotang_desktop.domain import periods
from gaotang_desktop.services import opinions, records
from gaotang_desktop.services.casework import extensions, intakes, matters, pressing
from gaotang_desktop.services.facts import casework, disputes

FIRST = date(2026, 9, 1)
RISKS = {"高": "high", "中": "middle", "低": "low"}
YEAR = periods.parse("2026")


def day_after(chance, day, most):
    return day + timedelta(days=chance.randint(0, most))


def drawn_office(chance):
    """An office, its settings as the program stores them."""
    off, lines, day = [], [], FIRST
    while day < date(2026, 12, 20):
        day += timedelta(days=chance.randint(6, 25))
        last = day + timedelta(days=chance.randint(0, 6))
        off += [day + timedelta(days=n) for n in range((last - day).days + 1)]
        lines.append(f"{day}至{last} 节日 放假")
        day = last
    worked = [
        each
        for each in (FIRST + timedelta(days=n) for n in range(120))
        if each.isoweekday() > 5 and each not in off and chance.random() < 0.2
    ]
    lines += [f"{each} 节日 上班" for each in worked]
    numbers = {
        "dispute": {risk: chance.randint(1, 40) for risk in RISKS},
        "opinion": chance.randint(1, 30),
        "intake": chance.randint(1, 30),
        "intake_sign": chance.randint(0, 4),
        "intake_tell": chance.randint(0, 7),
        "sign": {named: chance.randint(0, 4) for named in (*RISKS, "opinion")},
        "tell": {named: chance.randint(0, 7) for named in (*RISKS, "opinion")},
        "accept": chance.randint(0, 5),
        "escalate": sorted(chance.sample(range(1, 25), 3)),
    }
    office = Office(
        numbers,
        working=chance.random() < 0.7,
        off=off,
        worked=worked,
        steps_from=day_after(chance, FIRST, 30),
    )
    settings = {
        "working_days": office.working,
        "holidays": "\n".join(lines),
        "steps_from": office.steps_from,
        "opinion_days": numbers["opinion"],
        "intake_days": numbers["intake"],
        "intake_sign_days": numbers["intake_sign"],
        "intake_tell_days": numbers["intake_tell"],
        "opinion_sign_days": numbers["sign"]["opinion"],
        "opinion_tell_days": numbers["tell"]["opinion"],
        "accept_days": numbers["accept"],
        "escalate_unit_days": numbers["escalate"][0],
        "escalate_deputy_days": numbers["escalate"][1],
        "escalate_chief_days": numbers["escalate"][2],
    }
    for risk, name in RISKS.items():
        settings[f"dispute_days_{name}"] = numbers["dispute"][risk]
        settings[f"dispute_sign_days_{name}"] = numbers["sign"][risk]
        settings[f"dispute_tell_days_{name}"] = numbers["tell"][risk]
    return office, settings


def drawn_matter(chance, office, kind, today):
    matter = dict.fromkeys(("risk", "sorted", "signed", "put_off", "done", "passed", "told"))
    matter |= {"kind": kind, "start": day_after(chance, FIRST, 60), "good": True}
    matter["unit"] = kind == "disputes" or chance.random() < 0.7
    if kind == "disputes":
        matter["risk"] = chance.choice(list(RISKS))
    if kind == "intakes" and chance.random() < 0.8:
        matter["sorted"] = min(day_after(chance, matter["start"], 5), today)
    begun = matter["sorted"] or matter["start"]
    if matter["unit"] and (kind != "intakes" or matter["sorted"]) and chance.random() < 0.6:
        matter["signed"] = min(day_after(chance, begun, 6), today)
    if chance.random() < 0.3 and matter["start"] < today:
        matter["put_off"] = office.due(matter) + timedelta(days=chance.randint(1, 20))
    if chance.random() < 0.6 and (kind != "intakes" or matter["sorted"]):
        matter["done"] = min(day_after(chance, matter["signed"] or begun, 50), today)
        matter["good"] = kind != "disputes" or chance.random() < 0.8
        if chance.random() < 0.5:
            matter["passed"] = min(day_after(chance, matter["done"], 8), today)
        if chance.random() < 0.4:
            matter["told"] = min(day_after(chance, matter["done"], 8), today)
    return matter


def store(work, matter, place, office_unit):
    """The matter in the program, step by step as a clerk does it; its id."""
    kind, start, done = matter["kind"], matter["start"], matter["done"]
    given = {"village_id": place, "unit_id": office_unit if matter["unit"] else None}
    if kind == "disputes":
        given |= {"found_on": start, "category_id": 1, "summary": "地界", "risk": matter["risk"]}
        end = {"state": "已化解" if matter["good"] else "未化解", "closed_on": done, "result": "好"}
    elif kind == "opinions":
        given |= {"received_on": start, "text": "路灯"}
        end = {"state": "已答复", "answered_on": done, "answer": "修了"}
    else:
        given |= {"received_on": start, "way": "来访", "matter": "证明"}
        if matter["sorted"]:
            given |= {"sort": "求助", "sorted_on": matter["sorted"]}
        end = {"done_on": done, "result": "办了"}
    number = records.save(work, kind, given)
    if matter["put_off"]:
        extensions.extend(work, kind, number, due_after=matter["put_off"], decided_on=start,
                          decided_by="主任", reason="等雨停")  # fmt: skip
    later = {"signed_on": matter["signed"], **(end if done else {})}
    records.save(work, kind, later, record_id=number)
    if matter["passed"]:
        pressing.accept(work, kind, number, decided_on=matter["passed"], decided_by="主任")
    if matter["told"]:
        records.save(work, kind, {"told_on": matter["told"]}, record_id=number)
    return number


READ = {
    "disputes": matters.waiting("disputes"),
    "opinions": matters.waiting("opinions"),
    "intakes": intakes.waiting,
}


@pytest.mark.parametrize("seed", range(2))
def test_days_levels_and_shares_are_those_of_an_outsider(tmp_path, seed):
    chance = random.Random(seed)
    office, settings = drawn_office(chance)
    today = day_after(chance, date(2026, 11, 1), 50)
    work = open_work(tmp_path / "data", datetime.combine(today, time(9)))
    place, office_unit = village(work), unit(work, "司法所")
    work.change_settings(settings)
    known = {}
    for kind in READ:
        for _ in range(9):
            matter = drawn_matter(chance, office, kind, today)
            known[kind, store(work, matter, place, office_unit)] = matter

    name = {"disputes": "deadline", "opinions": "due_on", "intakes": "due_on"}
    for (kind, number), matter in known.items():
        assert records.get(work, kind, number)[name[kind]] == office.due(matter), matter

    steps = {key: step for key, each in known.items() if (step := office.step(each))}
    with work.database.reading() as session:
        waiting = {
            (kind, row.id): row.due_on
            for kind, read in READ.items()
            for row in read(session, work.settings, None)
        }
    assert waiting == {key: due for key, (_word, due) in steps.items()}

    called = {(each.matter.kind, each.matter.id): each.level for each in pressing.proposals(work)}
    levels = {key: office.level(each, today) for key, each in known.items()}
    assert called == {key: level for key, level in levels.items() if level}

    shares = {}
    for kind in READ:
        counted = [office.in_time(each, today) for (of, _), each in known.items() if of == kind]
        shares[kind] = (sum(map(bool, counted)), sum(each is not None for each in counted))
    with work.database.reading() as session:
        rows = village_queries.villages(session, YEAR.start, YEAR.end)
        told = {
            "disputes": disputes.disputes_closed_in_time(
                session, YEAR.start, YEAR.end, rows, today=today
            ),
            "opinions": casework.opinions_in_time(session, YEAR.start, YEAR.end, rows, today=today),
            "intakes": casework.intakes_in_time(session, YEAR.start, YEAR.end, rows, today=today),
        }
    assert {kind: share_of(each[place]) for kind, each in told.items()} == shares
    page = opinions.figures(work, YEAR)
    assert (page.in_time, page.due) == shares["opinions"]
    page = intakes.figures(work, YEAR)
    assert (page.due - page.late, page.due) == shares["intakes"]
    work.close()


def share_of(fact):
    return (0, 0) if fact.value is None else (fact.value, fact.of)
