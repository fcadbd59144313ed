"""A month in which one ledger has no line: score, circular and report follow one rule."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from builders import begin, open_work, unit, village
from paper_samples import ANSWER, ENVELOPE

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import text_of
from gaotang_desktop.domain.documents.circulars.patrols import patrol_circular
from gaotang_desktop.services import evaluation, records
from gaotang_desktop.services.papers import circulars
from gaotang_desktop.services.papers.progress_figures import progress_figures
from gaotang_desktop.services.pictures import patrols as pictures

MONTHS = [periods.month(2026, number) for number in range(1, 10)]
DUE = {7: 14, 8: 14, 9: 13}  # three a week: 13.29 of 31 days, 12.86 of 30


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 10, 24, 9))
    yield opened
    opened.close()


@pytest.fixture
def guo(work):
    place = village(work, households=100)
    records.save(work, "dispute-categories", {"name": "邻里", "plan_category": "邻里"})
    unit(work, "司法所")
    for month in (7, 9):
        nights(work, place, month)
        others(work, place, month)
    return place


def nights(work, place, month):
    """Every night of half a month."""
    with work.database.operation("登记夜巡") as session:
        for day in range(1, 15):
            values = {"village_id": place, "night": date(2026, month, day), "people": 3}
            records.store(session, "patrols", {**values, "leader": "张三"})


def others(work, place, month):
    """Records of items worth more than half of the points, none of them on nights."""
    day = date(2026, month, 6)
    poll = {"name": f"{month}月调查", "level": "镇自测", "from_on": day, "until_on": day}
    number = records.save(work, "polls", poll)
    counts = {"sample": 40, "safe": 38, "satisfied": 37}
    records.save(work, "poll-results", {"poll_id": number, "village_id": place, **counts})
    held = {"held_on": day, "form": "入户走访", "village_id": place, "households": 10}
    records.save(work, "publicity-activities", held)
    groups = {"month": day.replace(day=1), "village_id": place, "category": "其他"}
    records.save(work, "key-group-counts", {**groups, "total": 4, "managed": 4})
    found = {"found_on": day, "village_id": place}
    records.save(work, "findings", {**found, "text": "台账不全", "due_on": day})
    about = {"category_id": 1, "unit_id": 1, "summary": "宅基地"}
    records.save(work, "disputes", {**found, **about, "deadline": day})


def told(work, key):
    """The circular's figures and words, and what the score counts of nights, by month."""
    period = periods.parse(key)
    figures = circulars.patrol_figures(work, period)
    words = text_of(patrol_circular(figures, ENVELOPE, answer_by=ANSWER).blocks)
    result = evaluation.evaluate(work, period, draws=0).result
    mine = result.villages[0].items["B1"]
    return figures, words, {part.period for part in mine.parts} or {key}, result


def test_a_month_with_records_of_other_ledgers_alone_has_no_night_done_in_paper_and_score(
    work, guo
):
    others(work, guo, 8)
    for key in ("2026-Q3", "2026"):
        counts_none_of_august(work, key)
    tips = [spot.tip for spot in pictures.picture(work).lines[0].spots]
    assert [tip for tip in tips if "8月" in tip] == [
        "郭桥村 · 2026年8月 · 已巡 0 晚，应巡 14 晚，缺 14 晚"
    ]
    report = progress_figures(work, "三季度", MONTHS[6:]).nights
    assert (report.silent, report.due, report.kept) == ((8,), sum(DUE.values()), 27)


def counts_none_of_august(work, key):
    figures, words, counted, result = told(work, key)
    assert counted == {"2026-07", "2026-08", "2026-09"}
    assert (figures.villages[0].due, figures.villages[0].kept) == (sum(DUE.values()), 14 + 13)
    assert (figures.gaps, figures.silent) == ((1, 2, 3, 4, 5, 6, 10) if key == "2026" else (), (8,))
    assert "8月没有夜巡登记，和考评一样按0次计" in words
    assert any("8月平安夜巡" in said and "没有记录" in said for said in result.notes)


def test_a_month_of_which_nothing_is_on_record_is_in_neither(work, guo):
    figures, words, counted, result = told(work, "2026-Q3")
    assert counted == {"2026-07", "2026-09"}
    assert (figures.villages[0].due, figures.silent) == (DUE[7] + DUE[9], ())
    assert 8 in figures.gaps
    assert "没有夜巡登记，不计入" in words
    assert not any("8月平安夜巡" in said for said in result.notes)


def test_a_month_that_lacks_most_records_is_left_out_by_both_unless_it_has_nights(work, guo):
    held = {"held_on": date(2026, 8, 6), "form": "入户走访", "village_id": guo, "households": 10}
    records.save(work, "publicity-activities", held)
    figures, _, counted, _ = told(work, "2026-Q3")
    assert (figures.gaps, counted) == ((8,), {"2026-07", "2026-09"})
    evaluation.freeze(work, MONTHS[7], accept_incomplete=True)
    figures, _, counted, _ = told(work, "2026-Q3")
    assert (figures.gaps, figures.silent, counted) == ((), (8,), {"2026-07", "2026-08", "2026-09"})
    assert figures.villages[0].due == sum(DUE.values())


def test_the_circular_of_the_month_itself_says_how_the_score_counts_it(work, guo):
    _, words, _, _ = told(work, "2026-08")
    assert "到位情况无法统计" in words
    assert "考评" not in words
    others(work, guo, 8)
    _, words, _, result = told(work, "2026-08")
    assert "没有收到各村的夜巡登记" in words
    assert "补报以前，考评按应巡14次、实巡0次计。" in words
    assert result.villages[0].items["B1"].points == 0


def test_no_poll_no_dispute_and_no_visit_in_a_month_say_the_same_in_paper_and_score(work, guo):
    begin(work, guo)
    nights(work, guo, 8)
    records.save(work, "spot-checks", {"night": date(2026, 8, 2), "village_id": guo,
                                       "result": "在岗", "checked_by": "综治中心"})  # fmt: skip
    evaluation.freeze(work, MONTHS[7], accept_incomplete=True)
    month = evaluation.evaluate(work, MONTHS[7], draws=0).result.villages[0]
    # A poll speaks for the months after it, a month without a dispute due keeps its points, and
    # who visited nobody has none: households are there in every month.
    assert {month.items[code].policy for code in ("A1", "C2")} == {"scored"}
    assert month.items["C2"].points == 0
    assert (month.items["D1"].policy, month.items["D1"].points) == ("full", 14)
    quarter = evaluation.evaluate(work, periods.parse("2026-Q3"), draws=0).result
    # The visits of the quarter are held against the target of the quarter: 20 of 30 households.
    visits = quarter.villages[0].items["C2"]
    assert {part.whole for part in visits.parts} == {Fraction(10 * 20, 30)}
    assert (visits.fact.value, visits.fact.of) == (20, 100)
    assert (
        quarter.villages[0].items["D1"].fact.value,
        quarter.villages[0].items["D1"].fact.of,
    ) == (0, 2)
    report = progress_figures(work, "三季度", MONTHS[6:])
    assert (report.households, report.nights.silent) == (20, ())
    assert [note for note in quarter.notes if "全镇没有记录" in note] == [
        "7月、9月排查按周报送；8月入户走访、排查按周报送，全镇没有记录，按没有完成计入平均。"
    ]
