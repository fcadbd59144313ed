"""The message of the day for the leader, its figures counted a second time by plain SQL."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from random import Random

import pytest
from builders import NOW, open_work, patrol, unit, village

from gaotang_desktop.services import records
from gaotang_desktop.services.workbench import day_words

TODAY = NOW.date()


def filled(work, chance):
    places = [village(work, f"第{n}村") for n in range(1, 6)]
    places.append(village(work, "老庄村", withdrawn_on=TODAY - timedelta(days=3)))
    night = TODAY - timedelta(days=chance.choice([0, 1]))
    for place in places:
        for hour in range(chance.randint(0, 2)):
            patrol(work, place, night, people=chance.randint(2, 9),
                   evidence=chance.choice(["村自报", "抽查核实"]), route=f"第{hour}圈")  # fmt: skip
    category = records.save(work, "dispute-categories", {"name": "邻里", "plan_category": "邻里"})
    office = unit(work, "司法所")
    for number in range(8):
        found = TODAY - timedelta(days=chance.randint(0, 9))
        closed = found + timedelta(days=chance.randint(0, 9))
        ended = {
            "state": chance.choice(["已化解", "未化解"]),
            "closed_on": closed,
            "result": "调解",
        }
        records.save(work, "disputes", {
            "found_on": found, "village_id": chance.choice(places[:5]), "category_id": category,
            "summary": f"纠纷{number}", "unit_id": office,
            "deadline": found + timedelta(days=chance.randint(0, 12)),
            **(ended if closed <= TODAY else {}),
        })  # fmt: skip
        records.save(work, "findings", {
            "found_on": found, "text": f"问题{number}", "village_id": places[0],
            "due_on": found + timedelta(days=chance.randint(0, 9)),
            **({"put_right_on": found, "how": "已改"} if chance.random() < 0.4 else {}),
        })  # fmt: skip
    return night


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_of_the_message_is_what_the_tables_hold(tmp_path, seed):
    work = open_work(tmp_path / "data")
    night = filled(work, Random(seed))
    told = day_words.facts(work)
    work.close()
    with closing(sqlite3.connect(tmp_path / "data" / "gaotang.sqlite")) as tables:

        def count(of, *values):
            return tables.execute(f"SELECT {of}", values).fetchone()[0]

        there = (
            "FROM patrols p JOIN villages v ON v.id = p.village_id WHERE p.binned_at IS NULL"
            " AND p.night = ? AND (v.withdrawn_on IS NULL OR v.withdrawn_on > p.night)"
        )
        day = (told.night if told.patrolled else night).isoformat()
        today = TODAY.isoformat()
        assert told.patrolled == count(f"count(DISTINCT v.id) {there}", day)
        assert told.people == count(f"coalesce(sum(p.people), 0) {there}", day)
        proved = f"count(DISTINCT v.id) {there} AND p.evidence != '村自报'"
        assert told.verified == count(proved, day)
        disputes = "count(*) FROM disputes WHERE binned_at IS NULL AND"
        assert told.disputes_found == count(f"{disputes} found_on = ?", today)
        assert told.disputes_closed == count(f"{disputes} closed_on = ?", today)
        still = f"{disputes} closed_on IS NULL"
        assert told.disputes_open == count(still)
        assert told.disputes_late == count(f"{still} AND deadline < ?", today)
        left = "count(*) FROM findings WHERE binned_at IS NULL AND put_right_on IS NULL"
        assert told.findings_open == count(left)
        assert told.findings_late == count(f"{left} AND due_on < ?", today)
    assert date.fromisoformat(day) in (TODAY, TODAY - timedelta(days=1))
