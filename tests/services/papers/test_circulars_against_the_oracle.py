"""Circulars of random towns with many ties: every name and figure as a second count has it."""

from datetime import date, datetime, timedelta
from random import Random

import builders
import circular_oracle as oracle
import pytest

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import Paragraph
from gaotang_desktop.domain.evaluation import freezing
from gaotang_desktop.services import evaluation, records
from gaotang_desktop.services.papers import catalogue

TODAY = date(2026, 11, 5)
MONTHS = (date(2026, 9, 1), date(2026, 10, 1))


def fill(work, chance, late):
    """Few choices for everything, so that villages tie often.

    ``late``: nights are recorded since so many days after the beginning of October only.
    """
    count = chance.choice([2, 5, 8, 11])
    ids = [
        builders.village(work, f"第{n:02d}村", display_order=n, households=300)
        for n in range(count)
    ]
    unit = builders.unit(work, "司法所")
    with work.database.operation("示例") as session:

        def store(which, **values):
            return records.store(session, which, values)

        for first in MONTHS:
            visits = [store("inspections", kind=chance.choice(["夜巡督查", "消防安全"]), held_on=first,
                            village_id=chance.choice(ids)) for _ in range(3)]  # fmt: skip
            poll = store("polls", name=f"{first.month}月调查", level="镇自测", from_on=first,
                         until_on=first + timedelta(days=9))  # fmt: skip
            for village in ids:
                done = chance.choice([0, 7, 13, 14, 14, 16])
                begins = first + timedelta(days=late if first == MONTHS[1] else 0)
                for night in range(0 if late and first == MONTHS[0] else done):
                    found = (
                        {"finding": "路灯不亮", "handling": "已报"}
                        if night < chance.choice([0, 2, 3])
                        else {}
                    )
                    store("patrols", village_id=village, night=begins + timedelta(days=night),
                          leader="张三", people=3, **found)  # fmt: skip
                for night in range(chance.choice([0, 0, 1, 2])):
                    store("spot-checks", village_id=village, night=first + timedelta(days=night),
                          checked_by="检查组", result=chance.choice(["在岗", "在岗", "脱岗"]))  # fmt: skip
                for _ in range(chance.choice([0, 1, 2])):
                    put = chance.choice([None, 3, 12])
                    mended = (
                        {}
                        if put is None
                        else {"put_right_on": first + timedelta(days=put), "how": "改"}
                    )
                    store("findings", village_id=village, found_on=first, text="台账不全",
                          inspection_id=chance.choice(visits), unit_id=None,
                          due_on=first + timedelta(days=9), **mended)  # fmt: skip
                sample = chance.choice([20, 40, 40, 60])
                store("poll-results", poll_id=poll, village_id=village, sample=sample,
                      safe=sample - chance.choice([0, 0, 4, 16]), satisfied=sample - chance.choice([1, 2]))  # fmt: skip
    return unit


@pytest.mark.parametrize("seed", range(4))
def test_every_name_and_figure_of_a_circular_is_what_a_second_count_says(tmp_path, seed):
    work = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9))
    fill(work, Random(seed), late=(0, 12, 0, 5)[seed % 4])
    october, september = periods.month(2026, 10), periods.month(2026, 9)

    def words(kind, **about):
        paper, _ = catalogue.official(work, kind, october, **about)
        found = {}
        for block in paper.blocks:
            if isinstance(block, Paragraph):
                found[block.key] = found.get(block.key, "") + block.text
        return found

    with work.database.reading() as session:

        def run(statement, values=()):
            return session.connection().exec_driver_sql(statement, tuple(values)).fetchall()

        first, last = oracle.month(2026, 10)
        bad = oracle.patrols(words("patrol-circular"), run, first, last)
        bad += oracle.inspections(words("inspection-circular"), run, first, last, TODAY)
        rows = {
            name: {"sample": sample, "yes": {"感到安全": safe, "表示满意": satisfied}}
            for name, sample, safe, satisfied in run(
                "select v.name, r.sample, r.safe, r.satisfied from poll_results r join villages v"
                " on v.id = r.village_id join polls p on p.id = r.poll_id where p.name = '10月调查'"
            )
        }
    said = words("poll-circular")
    bad += oracle.polls(said, rows, 30)
    now, past = evaluation.evaluate(work, october), evaluation.evaluate(work, september, draws=0)
    told = freezing.contract(now.result, frozen=False)
    told["joint_ranges"] = {each.village: each.joint_range for each in now.result.villages}
    items = now.result.scheme.items
    scheme = {
        "best_named": now.result.scheme.best_named, "worst_named": now.result.scheme.worst_named,
        "names": {item.code: item.name for item in items},
        "polled": {item.code: item.fact.startswith("poll_") for item in items},
    }  # fmt: skip
    before = {each.village: each.rank for each in past.result.villages}
    bad += oracle.evaluation(words("evaluation-circular"), told, before, scheme)
    assert not bad
    work.close()
