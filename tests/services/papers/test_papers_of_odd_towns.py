"""Every paper of a town of three villages, of sixty, and of a year with gaps: nothing misleads."""

import random
import re
from datetime import date, datetime, timedelta
from fractions import Fraction

import builders
import pytest

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import Paragraph, Table
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import evaluation, patrols, records
from gaotang_desktop.services.papers import catalogue, circulars, score_papers
from gaotang_desktop.services.papers.progress_figures import progress_figures

CIRCULARS = ("evaluation-circular", "patrol-circular", "inspection-circular")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def fill(work, count, months, seed):
    """Villages with nights, checks, visits and findings of these months, at random."""
    chance = random.Random(seed)
    ids = [
        builders.village(
            work, f"第{n:02d}村", display_order=n, households=chance.choice([206, 333])
        )
        for n in range(count)
    ]
    with work.database.operation("示例") as session:
        for first in months:
            for village in ids:
                nights = chance.sample(range(28), chance.choice([0, 4, 13, 13, 14]))
                for night in nights:
                    day = first + timedelta(days=night)
                    values = {"village_id": village, "night": day, "leader": "张三", "people": 3}
                    if chance.random() < 0.1:
                        values |= {"finding": "路灯不亮", "handling": "已报"}
                    records.store(session, "patrols", values)
                if chance.random() < 0.5:
                    values = {"village_id": village, "night": first, "checked_by": "检查组",
                              "result": chance.choice(["在岗", "脱岗"])}  # fmt: skip
                    records.store(session, "spot-checks", values)
                held = {"village_id": village, "held_on": first, "form": "入户走访", "topic": "反诈",
                        "households": chance.choice([9, 20, 34])}  # fmt: skip
                records.store(session, "publicity-activities", held)
                if chance.random() < 0.2:
                    found = {"village_id": village, "found_on": first, "text": "台账不全",
                             "due_on": first + timedelta(days=9)}  # fmt: skip
                    if chance.random() < 0.7:
                        put = first + timedelta(days=chance.choice([3, 12]))
                        found |= {"put_right_on": put, "how": "已改"}
                    records.store(session, "findings", found)


TOWNS = {
    "three villages": (3, [date(2026, 10, 1)]),
    "sixty villages": (60, [date(2026, 10, 1)]),
    "a year with gaps": (7, [date(2026, 2, 1), date(2026, 8, 1), date(2026, 10, 1)]),
}


@pytest.fixture(scope="module", params=TOWNS, ids=lambda name: name.replace(" ", "-"))
def town(request, tmp_path_factory):
    work = builders.open_work(tmp_path_factory.mktemp("town"), now=datetime(2026, 11, 5, 9, 0))
    fill(work, *TOWNS[request.param], seed=7)
    yield work
    work.close()


def read(work, kind, key):
    """The paper's text by the key of its paragraphs; nothing where there is none to make."""
    try:
        paper = catalogue.paper(work, kind, periods.parse(key))
    except DomainError:
        return None
    words = {}
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            words[block.key] = words.get(block.key, "") + block.text
    return words


def names_in(words):
    return set(re.findall(r"第\d\d村", words))


@pytest.mark.parametrize(
    "key", ["2026-02", "2026-08", "2026-10", "2026-11", "2026-Q1", "2026-Q3", "2026"]
)
def test_nobody_is_praised_and_told_to_mend_in_one_paper(town, key):
    seen = 0
    for kind in CIRCULARS:
        if (words := read(town, kind, key)) is None:
            continue
        seen += 1
        praised = words.get("praise", "") + words.get("result", "").partition("列前列")[0]
        if "列前列" not in words.get("result", "") and "praise" not in words:
            praised = ""
        blamed = "".join(
            words.get(each, "") for each in ("problems", "requests", "losses", "rewards")
        )
        assert not names_in(praised) & names_in(blamed), (kind, key)
    assert seen or key in ("2026-11", "2026-Q1")


def test_villages_alike_in_their_points_are_named_alike(town):
    done = evaluation.evaluate(town, periods.parse("2026-10"))
    figures = score_papers.evaluation_figures(town, periods.parse("2026-10"))
    totals = {each.village: each.total for each in done.result.villages}
    for chosen in (figures.best, figures.worst):
        for name, total in totals.items():
            if total in {totals[each] for each in chosen}:
                assert name in chosen
    for loss in figures.losses:
        points = {each[:4]: each[4:] for each in loss.villages}
        code = next(i.code for i in done.result.scheme.items if i.name == loss.item)
        lost = {each.village: str(each.items[code].lost) for each in done.result.villages}
        for name, said in points.items():
            assert said == f"（{lost[name]}分）"
            same = {other for other, worth in lost.items() if worth == lost[name]}
            assert same - set(figures.best) <= set(points)


def reports(work, key):
    sheet = catalogue.paper(work, "village-report", periods.parse(key))
    return [row for block in sheet.blocks if isinstance(block, Table) for row in block.rows]


def worked_out(formula):
    """The figure that a reader gets who works the formula out himself."""
    left = formula.rpartition("=")[0].partition("，")[0]
    left = left.translate(str.maketrans("×÷－（）", "*/-()"))
    left = re.sub(r"(\d+(?:\.\d+)?)%", r"(\1/100)", re.sub(r"[^\d.*/()%+-]", "", left))
    return eval(NUMBER.sub(lambda found: f"Fraction('{found[0]}')", left), {"Fraction": Fraction})


def test_every_formula_of_a_month_can_be_worked_out_again(town):
    tried = 0
    for item, full, points, basis, *_ in reports(town, "2026-10"):
        if "÷" not in basis or "按" in basis.partition("=")[0]:
            continue
        tried += 1
        worth = worked_out(basis)
        if item != "合计":
            worth = min(worth, Fraction(full))
        assert abs(worth - Fraction(points)) <= Fraction(5, 1000), (item, basis)
    assert tried > 5


def test_what_should_have_been_done_is_whole_households_and_nights(town):
    found = [
        reason for row in reports(town, "2026-10") for reason in (row[4],) if "应完成" in reason
    ]
    assert found
    for reason in found:
        assert re.search(r"应完成 \d+ [户晚]，差 \d+ [户晚]。", reason), reason


def test_score_page_and_circular_lack_the_same_nights(town):
    october = periods.parse("2026-10")
    figures = score_papers.evaluation.evaluate(town, october).result
    lost = {each.village for each in figures.villages if each.items["B1"].lost}
    behind = {
        row[1]
        for block in catalogue.paper(town, "patrol-circular", october).annexes[0].blocks
        for row in block.rows
        if row[0] and int(row[3]) < int(row[2])
    }
    coverage = patrols.coverage(town, october)
    lacking = {each.name for each in coverage.villages if coverage.lacking(each.id)}
    assert lost == behind == lacking


def test_a_rank_that_is_sure_is_no_range(town):
    sheet = catalogue.paper(town, "village-report", periods.parse("2026-10"))
    words = "".join(b.text for b in sheet.blocks if isinstance(b, Paragraph))
    assert not re.search(r"名次在(\d+)–\1名", words)


@pytest.mark.parametrize("key", ["2026-Q1", "2026-Q3", "2026-Q4", "2026"])
def test_a_quarter_keeps_the_nights_of_its_months_in_circular_report_and_score(town, key):
    period = periods.parse(key)
    whole = circulars.patrol_figures(town, period)
    months = [each for each in period.months if each.start <= town.today()]
    parts = [circulars.patrol_figures(town, each).villages for each in months]
    kept = [part for part in parts if any(row.is_kept for row in part)]
    assert len(whole.gaps) == (len(parts) - len(kept) if kept else 0)
    parts = kept or parts
    for row in whole.villages:
        mine = [part for rows in parts for part in rows if part.village == row.village]
        assert row.due == sum(part.due for part in mine)
        assert row.kept == sum(min(part.done, part.due) for part in mine)
    told = progress_figures(town, period.label, period.months).nights
    assert (told.due, told.kept) == (
        sum(row.due for row in whole.villages), sum(row.kept for row in whole.villages),
    )  # fmt: skip
    result = evaluation.evaluate(town, period, draws=0).result
    counted = {part.period for each in result.villages for part in each.items["B1"].parts}
    if {each.key for each in months} <= counted:
        # Who is praised for its nights has lost none of the points for them.
        lost = {each.village for each in result.villages if each.items["B1"].lost}
        assert lost == {row.village for row in whole.villages if row.kept < row.due}


def test_a_year_of_which_half_was_kept_is_compared_with_nothing(town):
    assert circulars.patrol_figures(town, periods.parse("2027")).before is None
    assert circulars.inspection_figures(town, periods.parse("2027")).before_findings is None
    assert evaluation.before(town, periods.parse("2027")) is None
