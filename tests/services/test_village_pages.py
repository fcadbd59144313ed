"""One village's page: its own records in order, and where it stands in the town."""

from datetime import date

import pytest
from builders import open_work, patrol, unit, village

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import NotFound
from gaotang_desktop.services import records, village_pages

YEAR, LAST_YEAR = periods.parse("2026"), periods.parse("2025")


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def guo(work):
    return village(work, households=300)


def page(work, place, period=YEAR):
    return village_pages.shown(work, place, period)


def standing(work, place, label):
    return next(each for each in page(work, place).standings if each.label == label)


def one_of_each(work, place):
    """A record of every kind that names a village, each on a day of its own, oldest first."""
    office = unit(work, "司法所")
    category = records.save(work, "dispute-categories", {"name": "邻里", "plan_category": "邻里"})
    poll = {"name": "镇自测", "level": "镇自测", "from_on": date(2026, 3, 1), "until_on": date(2026, 3, 12)}  # fmt: skip
    plan = records.save(work, "plans", {"number": "高办〔2022〕99号", "name": "方案", "text": "…"})
    task = records.save(work, "tasks", {"plan_id": plan, "clause": 1, "name": "夜巡"})
    for kind, values in (
        ("key-group-counts", {"month": date(2026, 3, 1), "category": "社区矫正", "total": 3, "managed": 3}),
        ("publicity-turns", {"week": date(2026, 3, 2)}),
        ("patrols", {"night": date(2026, 3, 3), "leader": "张三", "people": 3}),
        ("missed-nights", {"night": date(2026, 3, 4), "reason": "大雨"}),
        ("spot-checks", {"night": date(2026, 3, 5), "checked_by": "李四", "result": "在岗"}),
        ("publicity-activities", {"held_on": date(2026, 3, 6), "form": "板凳会"}),
        ("opinions", {"received_on": date(2026, 3, 7), "text": "修路", "due_on": date(2026, 3, 20)}),
        ("disputes", {"found_on": date(2026, 3, 8), "category_id": category, "summary": "宅基地", "unit_id": office, "deadline": date(2026, 3, 20)}),
        ("dispute-reports", {"week": date(2026, 3, 9)}),
        ("inspections", {"held_on": date(2026, 3, 10), "kind": "食品药品"}),
        ("findings", {"found_on": date(2026, 3, 11), "text": "台账缺页", "due_on": date(2026, 3, 20)}),
        ("poll-results", {"poll_id": records.save(work, "polls", poll), "sample": 30, "safe": 29}),
        ("assignments", {"task_id": task, "role": "牵头", "deadline": date(2026, 3, 13)}),
    ):  # fmt: skip
        records.save(work, kind, {"village_id": place, **values})


def test_everything_about_a_village_stands_on_one_line_of_time_newest_first(work, guo):
    one_of_each(work, guo)
    patrol(work, village(work, "刘营村"))
    days = [each.day for each in page(work, guo).events]
    assert len(days) == 13
    assert days == sorted(days, reverse=True)
    assert page(work, guo).events[0].kind == "assignments"


def test_every_line_leads_to_a_page_and_its_record(work, guo):
    one_of_each(work, guo)
    shown = page(work, guo)
    for number, event in enumerate(shown.events, 1):
        where, context = shown.target(number)
        assert where
        assert (context["kind"], context["id"]) == (event.kind, event.id)


def test_another_year_has_its_own_records(work, guo):
    one_of_each(work, guo)
    assert page(work, guo, LAST_YEAR).events == ()


def test_what_is_binned_is_not_on_the_page(work, guo):
    number = patrol(work, guo)
    records.bin_records(work, "patrols", [number])
    assert page(work, guo).events == ()
    assert standing(work, guo, "夜巡").figure == "0"


def test_a_village_stands_beside_the_median_of_all_villages(work, guo):
    others = [village(work, "刘营村"), village(work, "冯楼村")]
    for day in (1, 2, 3):
        patrol(work, others[0], date(2026, 10, day))
    patrol(work, guo, date(2026, 10, 1))
    found = standing(work, guo, "夜巡")
    assert (found.figure, found.sentence, found.tone) == ("1", "全镇中位数 1 · 持平", "neutral")
    best = standing(work, others[0], "夜巡")
    assert (best.figure, best.sentence) == ("3", "全镇中位数 1 · 高于")
    assert standing(work, others[1], "夜巡").tone == "bad"


def test_where_nothing_was_due_there_is_no_rate(work, guo):
    assert standing(work, guo, "纠纷按期化解").figure == "—"
    one_of_each(work, guo)
    found = standing(work, guo, "纠纷按期化解")
    assert (found.figure, found.unit) == ("0", "% · 0/1 件")
    other = village(work, "刘营村")
    assert standing(work, other, "纠纷按期化解").sentence == "没有 · 全镇中位数 0%"


def test_only_officers_in_office_are_named(work, guo):
    base = {"village_id": guo, "role": "网格员"}
    records.save(work, "officers", {**base, "name": "张三", "phone": "000-1"})
    records.save(work, "officers", {**base, "name": "李四", "until_on": date(2026, 9, 30)})
    assert [each.name for each in page(work, guo).officers] == ["张三"]


def test_a_frozen_score_stands_at_the_end_of_its_month(work, guo):
    from gaotang_desktop.data.models import FrozenEvaluation, SchemeVersion

    body = '{"villages": [{"village": "郭桥村", "total": "91.50", "rank": 2}]}'
    with work.database.operation("示例") as session:
        scheme = SchemeVersion(name="示例", version=1, starts_on=date(2026, 1, 1), body="{}")
        session.add(scheme)
        session.flush()
        for version, text in ((1, body.replace("91", "90")), (2, body)):
            session.add(
                FrozenEvaluation(
                    period="2026-09",
                    version=version,
                    scheme_id=scheme.id,
                    frozen_at=work.now(),
                    frozen_by="甲",
                    digest="0",
                    body=text,
                )
            )
    [event] = page(work, guo).events
    assert (event.day, event.words, event.state) == (
        date(2026, 9, 30),
        "2026-09 得分 91.50",
        "第 2 名",
    )
    assert page(work, guo).target(1) == ("evaluation", {"period": "2026-09"})


def test_a_village_that_is_gone_is_a_sentence(work):
    with pytest.raises(NotFound):
        page(work, 99)
