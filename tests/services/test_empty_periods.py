"""A period that nobody recorded anything of is no period to rank; one half recorded is asked about."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from builders import begin, open_work, patrol, village

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.domain.evaluation.methods import rounded
from gaotang_desktop.domain.evaluation.schemes import Item, Scheme
from gaotang_desktop.services import evaluation, records
from gaotang_desktop.services.facts.silent import reports_lacking
from gaotang_desktop.services.papers import score_papers

MONTHS = {number: periods.month(2026, number) for number in range(1, 13)}
THIRD = periods.parse("2026-Q3")


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data", now=datetime(2026, 11, 2, 9, 0))
    yield opened
    opened.close()


@pytest.fixture
def places(work):
    found = [village(work, name, households=300) for name in ("郭桥村", "刘庄村", "示范村")]
    begin(work, found[0])
    return found


def visit(work, place, day, households):
    held = {"held_on": day, "form": "入户走访", "village_id": place, "households": households}
    records.save(work, "publicity-activities", held)


def poll(work, places, until):
    named = {"name": f"{until}调查", "level": "镇自测", "from_on": until, "until_on": until}
    number = records.save(work, "polls", named)
    for place in places:
        counts = {"sample": 40, "safe": 38, "satisfied": 37}
        records.save(work, "poll-results", {"poll_id": number, "village_id": place, **counts})


def enough(work, places, month):
    """Records of items worth more than half of the points."""
    poll(work, places, date(2026, month, 9))
    for place in places:
        patrol(work, place, date(2026, month, 5))
        visit(work, place, date(2026, month, 6), 90)
        records.save(
            work, "spot-checks",
            {"night": date(2026, month, 5), "village_id": place, "result": "在岗",
             "checked_by": "综治中心"},
        )  # fmt: skip


def test_a_month_without_any_record_has_no_ranks_no_papers_and_is_not_frozen(work, places):
    done = evaluation.evaluate(work, MONTHS[8])
    assert done.result.is_empty
    assert {(each.rank, each.band, each.rank_range) for each in done.result.villages} == {
        (None, "", None)
    }
    for make in (score_papers.ranking, score_papers.village_reports,
                 score_papers.evaluation_figures):  # fmt: skip
        with pytest.raises(Conflict, match="2026年8月没有数据"):
            make(work, MONTHS[8])
    with pytest.raises(Conflict, match="2026年8月没有数据"):
        evaluation.freeze(work, MONTHS[8], accept_incomplete=True)
    assert not evaluation.has_data(work, MONTHS[8])


def test_a_poll_of_before_is_no_record_of_a_month(work, places):
    poll(work, places, date(2026, 7, 9))
    assert not evaluation.evaluate(work, MONTHS[7], draws=0).result.is_empty
    assert evaluation.evaluate(work, MONTHS[8], draws=0).result.is_empty


def test_a_quarter_without_a_month_of_data_is_without_data_too(work, places):
    done = evaluation.evaluate(work, THIRD)
    assert done.result.is_empty
    assert {each.rank for each in done.result.villages} == {None}


def test_one_stray_record_makes_no_month_of_a_year(work, places):
    for month in (7, 8):
        enough(work, places, month)
    year = periods.parse("2026")
    before = evaluation.evaluate(work, year, draws=0).result
    patrol(work, places[0], date(2026, 3, 5))
    after = evaluation.evaluate(work, year, draws=0).result
    assert [each.total for each in after.villages] == [each.total for each in before.villages]
    assert any("3月过半分值的项目没有记录" in said for said in after.notes)


def test_a_month_that_was_frozen_as_it_is_counts_in_its_quarter(work, places):
    enough(work, places, 7)
    patrol(work, places[0], date(2026, 8, 5))
    with pytest.raises(Conflict, match="没有一个村有记录，超过总分的一半"):
        evaluation.freeze(work, MONTHS[8])
    evaluation.freeze(work, MONTHS[8], accept_incomplete=True)
    got = evaluation.evaluate(work, THIRD, draws=0).result.of(places[0])
    assert [key for key, *_ in got.totals] == ["2026-07", "2026-08"]


def test_the_papers_of_a_half_recorded_month_name_what_has_no_record(work, places):
    patrol(work, places[0], date(2026, 8, 5))
    done = evaluation.evaluate(work, MONTHS[8], draws=0)
    assert evaluation.incomplete(work, done, "印发").startswith("2026年8月的A1群众安全感")
    assert any("没有一个村有记录" in note for note in score_papers.ranking(work, MONTHS[8]).notes)
    assert "没有一个村有记录" in score_papers.evaluation_figures(work, MONTHS[8]).note


def test_with_records_of_more_than_half_of_the_points_only_silent_monthly_ledgers_are_asked_about(
    work, places
):
    enough(work, places, 8)
    done = evaluation.evaluate(work, MONTHS[8], draws=0)
    assert not done.result.is_incomplete
    said = (
        "2026年8月的重点人员底数一个村也没有报，“重点人员管控帮扶”各村都按满分计。"
        "请先催报补登，冻结以后报来的不再计"
    )
    assert evaluation.incomplete(work, done, "冻结") == said
    with pytest.raises(Conflict) as refused:
        evaluation.freeze(work, MONTHS[8])
    assert str(refused.value).startswith(said)
    for place in places:
        counts = {"category": "其他", "total": 2, "managed": 2}
        records.save(
            work, "key-group-counts", counts | {"month": MONTHS[8].start, "village_id": place}
        )
    assert evaluation.incomplete(work, done, "冻结") == ""
    assert evaluation.freeze(work, MONTHS[8]).frozen.version == 1


def test_a_missed_night_before_any_was_due_ranks_nobody(work, places):
    work.now = lambda: datetime(2026, 8, 2, 9)
    missed = {"night": date(2026, 8, 1), "village_id": places[0], "reason": "大雨"}
    records.save(work, "missed-nights", missed)
    for period in (MONTHS[8], THIRD):
        result = evaluation.evaluate(work, period, draws=0).result
        assert result.is_empty, period.key
        assert {each.rank for each in result.villages} == {None}
    work.now = lambda: datetime(2026, 8, 4, 9)
    assert not evaluation.evaluate(work, MONTHS[8], draws=0).result.is_empty


def test_a_village_that_counted_people_by_some_categories_only_is_asked_about(work, places):
    enough(work, places, 8)

    def count(month, place, **people):
        for name, total in people.items():
            values = {"category": name, "total": total, "managed": total}
            records.save(
                work, "key-group-counts",
                values | {"month": MONTHS[month].start, "village_id": place},
            )  # fmt: skip

    def said(month):
        done = evaluation.evaluate(work, MONTHS[month], draws=0)
        return evaluation.silent(work, MONTHS[month], done.result)

    count(8, places[0], 社区矫正=2, 其他=3)
    count(8, places[1], 社区矫正=1)
    count(8, places[2], 其他=0)
    assert said(8).startswith(
        "2026年8月的重点人员底数示范村没有报社区矫正，"
    )  # most villages count it
    count(8, places[2], 社区矫正=0)
    assert said(8) == ""
    count(9, places[0], 社区矫正=2)
    for place in places[1:]:
        count(9, place, 社区矫正=1, 其他=0)
    assert said(9) == (
        "2026年9月的重点人员底数郭桥村没有报其他，“重点人员管控帮扶”只按报来的计，没有人的请填 0。"
        "请先催报补登，冻结以后报来的不再计"
    )
    count(9, places[0], 其他=0)
    assert said(9) == ""


@pytest.mark.parametrize(
    ("fact", "kind", "values", "ledger", "silent"),
    [
        ("grid_matters_in_time", "grid-counts",
         {"grid": "一号网格", "visits": 1, "reported": 1, "handled": 1, "in_time": 1}, "网格月报", "不计"),
        ("thefts", "incident-counts", {"thefts": 0}, "发案统计的盗窃", "不计"),
        ("key_groups_managed", "key-group-counts", {"category": "其他", "total": 1, "managed": 1},
         "重点人员底数", "不计"),
    ],
)  # fmt: skip
def test_whose_monthly_reports_are_lacking_is_named_month_by_month(
    work, places, fact, kind, values, ledger, silent
):
    item = Item("A1", "这一项", Decimal(100), fact, "rate", when_not_received="zero")
    scheme = Scheme("考评", 1, date(2026, 1, 1), (item,), cycle="quarter")
    for place in places:
        records.save(work, "grids", {"name": "一号网格", "village_id": place})

    def lacking(period):
        with work.database.reading() as session:
            return reports_lacking(session, scheme, period, work.today())

    assert lacking(MONTHS[7]) == [f"2026年7月的{ledger}一个村也没有报，“这一项”{silent}"]
    for month in (7, 8, 9):
        for place in places if month == 9 else places[:1] + places[2:]:
            records.save(work, kind, {**values, "month": MONTHS[month].start, "village_id": place})
    told = [] if fact == "key_groups_managed" else [7, 8]  # of a stock the last month counts
    quarter = periods.around(MONTHS[7].start, "quarter")
    assert lacking(quarter) == [
        f"2026年{month}月的{ledger}刘庄村没有报齐，“这一项”记零分" for month in told
    ]
    assert lacking(MONTHS[9]) == []


def test_the_command_says_no_data_and_refuses_to_freeze_or_issue_the_half_recorded(
    work, places, tmp_path, capsys, monkeypatch
):
    patrol(work, places[0], date(2026, 8, 5))
    work.close()
    data = ["--data", str(tmp_path / "data")]

    def run(*words):
        code = main([*data, *words])
        return code, *capsys.readouterr()

    code, out, _ = run("evaluate", "2026-05", "--json")
    told = json.loads(out)
    assert (code, told["no_data"]) == (0, True)
    assert {(each["rank"], each["total"]) for each in told["villages"]} == {(None, None)}
    assert "没有数据" in run("evaluate", "2026-05")[1]
    code, out, _ = run("evaluate", "2026-08", "--json")
    assert "A1" in json.loads(out)["without_records"]
    code, _, said = run("evaluate", "2026-08", "--freeze")
    assert (code, "--incomplete" in said) == (1, True)
    ranking = ("print", "ranking", "--period", "2026-08", "--out", str(tmp_path / "b.pdf"))
    code, _, said = run(*ranking)
    assert (code, "现在印出来，名次只反映少数几项" in said) == (0, True)
    assert "超过总分的一半" not in run(*ranking, "--incomplete")[2]
    paper = ("print", "evaluation-circular", "--period", "2026-08", "--issue", "--out")
    code, _, said = run(*paper, str(tmp_path / "a.pdf"))
    assert (code, "--incomplete" in said) == (1, True)
    code, _, said = run(*paper, str(tmp_path / "a.pdf"), "--incomplete")
    assert (code, "还没有冻结" in said) == (1, True)
    assert run("evaluate", "2026-08", "--freeze", "--incomplete")[0] == 0
    code, _, said = run(*paper, str(tmp_path / "a.pdf"))
    assert (code, "超过总分的一半" in said, "--incomplete" in said) == (1, True, True)
    assert run(*paper, str(tmp_path / "a.pdf"), "--incomplete", "--despite-warnings")[0] == 0


@pytest.mark.parametrize("days", [{7: 90}, {7: 30, 8: 30, 9: 30}, {9: 120}, {7: 45, 9: 45}])
def test_a_target_of_a_quarter_is_counted_over_the_quarter_whenever_the_visits_were(
    work, places, days
):
    for month in (7, 8, 9):
        patrol(work, places[0], date(2026, month, 5))
    for month, households in days.items():
        visit(work, places[0], date(2026, month, 6), households)
    for period in (THIRD, periods.parse("2026")):
        got = evaluation.evaluate(work, period, draws=0).result.of(places[0])
        assert got.items["C2"].points == got.items["C2"].item.full
        earned = sum(each.points for each in got.items.values() if each.points is not None)
        assert earned + got.bonus - got.deduction == got.total


def test_a_month_keeps_its_share_of_a_quarters_target(work, places):
    patrol(work, places[0], date(2026, 7, 5))
    visit(work, places[0], date(2026, 7, 6), 15)
    july = evaluation.evaluate(work, MONTHS[7], draws=0).result.of(places[0])
    assert july.items["C2"].points == Decimal("5.00")  # 15 of 30 households in a month
    assert rounded(july.items["C2"].fact.value) == 15


def test_half_of_a_quarters_visits_are_half_of_its_points_and_frozen_months_count_the_same(
    work, places
):
    for month in (7, 8, 9):
        patrol(work, places[0], date(2026, month, 5))
    visit(work, places[0], date(2026, 7, 6), 45)
    loose = evaluation.evaluate(work, THIRD, draws=0).result.of(places[0])
    evaluation.freeze(work, MONTHS[7], accept_incomplete=True)
    fixed = evaluation.evaluate(work, THIRD, draws=0).result.of(places[0])
    assert fixed.items["C2"].points == loose.items["C2"].points
    assert abs(2 * loose.items["C2"].points - loose.items["C2"].item.full) <= Decimal("0.01")
    whole = evaluation.freeze(work, THIRD, accept_incomplete=True)
    assert whole.differences == ()
