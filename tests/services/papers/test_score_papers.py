"""What the circular of an evaluation may say of whom: bands, losses, notes, from real results."""

import re
from datetime import date, datetime
from decimal import Decimal

import builders
import pytest

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import Paragraph, Table
from gaotang_desktop.domain.documents.rankings import RankingRow, ranking_table
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import catalogue, circulars, score_papers

OCTOBER = periods.month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    yield opened
    opened.close()


def town(work, nights):
    """Villages that were out so many nights of October; their names by nights."""
    found = []
    for place, count in enumerate(nights):
        name = f"{'甲乙丙丁戊己庚辛壬癸子丑'[place]}家村"
        village = builders.village(work, name, display_order=place, households=100)
        for day in range(1, count + 1):
            builders.patrol(work, village, date(2026, 10, day))
        found.append(name)
    return found


def words(work, key):
    paper = catalogue.paper(work, "evaluation-circular", OCTOBER)
    return "".join(b.text for b in paper.blocks if isinstance(b, Paragraph) and b.key == key)


def test_in_a_town_of_three_villages_nobody_is_named_first_or_last(work):
    town(work, (13, 9, 0))
    assert words(work, "result").startswith("参加排名的只有3个村，本期不分前列和待改进。")
    figures = score_papers.evaluation_figures(work, OCTOBER)
    assert (figures.best, figures.worst) == ((), ())
    assert not any("前列" in row.remark for row in figures.rows)


def test_who_is_praised_is_not_named_among_the_losses(work):
    names = town(work, (13, 13, 12, 8, 6, 4, 3, 2, 1, 0))
    figures = score_papers.evaluation_figures(work, OCTOBER)
    assert figures.best
    assert figures.worst
    losses = words(work, "losses")
    assert not {name for name in figures.best if name in losses}
    assert {name for name in names if name in losses} & set(figures.worst)


def test_what_nobody_has_a_record_of_is_said_where_all_lose_for_it(work):
    town(work, (13, 13, 12, 8))
    losses = words(work, "losses")
    assert "入户走访。全镇没有一条记录，按没有完成计，4个村各失10.00分。" in losses
    assert "平安夜巡到位。全镇" not in losses


def test_villages_that_lost_alike_are_named_all_or_none(work):
    town(work, (5, 5, 5, 5, 5, 5, 5, 0))
    losses = words(work, "losses")
    assert "辛家村（14.00分）失分较多，另有7个村失分" in losses
    assert "8个村各失10.00分" in losses
    assert not re.search(r"[甲乙丙丁戊己庚]家村（8", losses)


def test_the_ranking_explains_what_a_village_needs_to_check_its_sum(work):
    town(work, (13, 9, 5, 3, 2, 1, 0))
    notes = "".join(score_papers.evaluation_figures(work, OCTOBER).notes)
    assert "总分=各项得分之和+加分－扣分" in notes
    assert "折算成百分" in notes


def test_the_sheet_of_a_village_says_how_its_total_is_made_of_its_points(work):
    town(work, (13, 9, 0))
    [one, *_] = [
        block
        for block in score_papers.village_reports(work, OCTOBER).blocks
        if isinstance(block, Table)
    ]
    [total] = [row for row in one.rows if row[0] == "合计"]
    given = {row[0]: (row[1], row[2]) for row in one.rows[:-1] if row[2] not in ("—", "待补")}
    earned = sum(Decimal(points) for _full, points in given.values())
    assert total[3].startswith(f"{earned} × 100 ÷ ")
    assert total[3].endswith(f" = {total[2]}")


def test_only_where_a_poll_was_scored_is_anything_said_of_polls(work):
    town(work, (13, 9, 5, 3, 2, 1, 0))
    paper = catalogue.paper(work, "evaluation-circular", OCTOBER)
    notes = "".join(score_papers.evaluation_figures(work, OCTOBER).notes)
    assert "民意调查" not in words(work, "basis")
    assert "民调" not in notes + words(work, "result")
    assert len(paper.annexes) == 1
    poll = records.save(work, "polls", {"name": "调查", "level": "镇自测",
                                        "from_on": date(2026, 10, 1), "until_on": date(2026, 10, 3)})  # fmt: skip
    for village in range(1, 7):
        records.save(work, "poll-results", {"poll_id": poll, "village_id": village, "sample": 40,
                                            "safe": 30, "satisfied": 30})  # fmt: skip
    figures = score_papers.evaluation_figures(work, OCTOBER)
    assert {row.sample for row in figures.rows} == {"40", ""}
    assert "没有民调样本或者样本不足的村，民调得分取其他村的平均。" in figures.notes
    assert "名次区间" in "".join(figures.notes)
    assert "民意调查" in words(work, "basis")
    assert len(catalogue.paper(work, "evaluation-circular", OCTOBER).annexes) == 2


def test_full_points_that_differ_stand_above_each_other():
    row = RankingRow("1", "郭桥村", ("12.00",), "—", "—", "96.00", "1", "—", "—", "")
    table = ranking_table(("平安夜巡到位 12–12.44",), (row,))
    assert table.columns[2].label.split("\n")[-2:] == ["12–", "12.44"]


def test_a_register_that_begins_late_says_nothing_of_the_month_before(work):
    village = builders.village(work, "甲家村", display_order=0, households=100)
    for day in (date(2026, 9, 28), date(2026, 10, 2)):
        builders.patrol(work, village, day)
    paper = catalogue.paper(work, "patrol-circular", OCTOBER)
    words = "".join(b.text for b in paper.blocks if isinstance(b, Paragraph))
    assert "没有上月数据可比" in words
    builders.patrol(work, village, date(2026, 9, 1))
    paper = catalogue.paper(work, "patrol-circular", OCTOBER)
    words = "".join(b.text for b in paper.blocks if isinstance(b, Paragraph))
    assert "比上月" in words


def test_what_a_recheck_found_as_before_is_not_put_right(work):
    village = builders.village(work, "甲家村", display_order=0)
    looked = records.save(work, "inspections", {
        "held_on": date(2026, 10, 8), "village_id": village, "kind": "资料台账",
        "inspectors": "李四", "result": "发现问题"})  # fmt: skip
    number = records.save(work, "findings", {
        "found_on": date(2026, 10, 8), "village_id": village, "text": "台账不全",
        "inspection_id": looked,
        "due_on": date(2026, 10, 20), "put_right_on": date(2026, 10, 12), "how": "已补"})  # fmt: skip
    figures = circulars.inspection_figures(work, OCTOBER)
    assert figures.findings[0].mended_on == date(2026, 10, 12)
    records.save(work, "findings", {"recheck": "未整改", "rechecked_on": date(2026, 10, 25)},
                 record_id=number)  # fmt: skip
    figures = circulars.inspection_figures(work, OCTOBER)
    told = {each.text: each.mended_on for each in reversed(figures.findings)}
    assert told["台账不全"] is None
