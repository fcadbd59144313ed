"""Sheets of inspections, findings, places, polls and results, bad rows among them."""

import pytest
from builders import open_work, village
from openpyxl import Workbook

from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import exports, imports


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened, "郭桥村")
    village(opened, "刘庄村")
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    def take(kind, text):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return imports.import_sheet(work, kind, path)

    return take


def test_a_place_with_an_unknown_village_is_refused_rather_than_stored_without_it(take):
    done = take("places", "店名,类别,村\n甲药房,药店,郭桥村\n乙药房,药店,没有村\n")
    assert (done.imported, done.rejected) == (1, 1)
    assert done.errors[0].column == "村"


def test_a_sheet_of_inspections_with_bad_rows_names_each_and_takes_the_rest(take):
    done = take(
        "inspections",
        "检查日期,类别,村名,检查结果\n2026-10-05,夜巡,郭桥村,发现问题\n"
        "2026-12-05,宣传督查,郭桥村,\n2026-10-05,宣传督查,,\n2026-10-05,其他,郭桥村,好\n",
    )
    assert (done.imported, done.rejected) == (1, 3)
    assert [(each.row, each.column) for each in done.errors] == [
        (3, "检查日期"),
        (4, "村名"),
        (5, "检查结果"),
    ]


def test_an_inspection_that_names_a_place_alone_is_the_same_one_when_it_comes_again(work, take):
    take("places", "名称,类型,村\n甲药房,药店,刘庄村\n")
    sheet = "日期,类别,场所\n2026-10-05,食品药品,甲药房\n"
    assert take("inspections", sheet).imported == 1
    assert take("inspections", sheet).unchanged == 1
    listed = records.listing(work, "inspections")
    assert listed.rows[0][listed.column("village_id")].label == "刘庄村"


def test_a_finding_is_tied_to_the_inspection_that_its_sheet_names(work, take):
    take("inspections", "日期,类别,村\n2026-10-05,夜巡督查,郭桥村\n2026-10-05,夜巡督查,刘庄村\n")
    done = take(
        "findings",
        "日期,来自检查,村,存在问题\n2026-10-05,2026-10-05 夜巡督查 刘庄村,刘庄村,没有登记\n",
    )
    assert done.imported == 1
    listed = records.listing(work, "findings")
    (inspection,) = (row[listed.column("inspection_id")] for row in listed.rows)
    assert records.get(work, "inspections", inspection.id)["village_id"] == 2


def test_a_line_of_results_that_only_names_a_village_is_no_sample_and_no_mistake(work, take):
    take("polls", "名称,级别,开始日期,结束日期,来源\n三季度,镇,2026-09-01,2026-09-10,入户\n")
    done = take(
        "poll-results",
        "期次,村名,样本数,安全感,满意度\n三季度,郭桥村,40,36,30\n三季度,刘庄村,,,\n",
    )
    assert (done.imported, done.unchanged, done.rejected) == (1, 1, 0)
    assert len(records.listing(work, "poll-results").ids) == 1


def test_results_that_cannot_be_are_refused_each_with_its_sentence(take):
    take("polls", "名称,级别,开始,结束\n三季度,镇,2026-09-01,2026-09-10\n")
    done = take(
        "poll-results",
        "期次,村名,样本数,安全感\n三季度,郭桥村,40,41\n三季度,刘庄村,0,0\n二季度,刘庄村,40,36\n",
    )
    assert done.imported == 0
    assert [each.column for each in done.errors] == ["安全感", "样本数", "期次"]


@pytest.mark.parametrize("kind", ["inspections", "findings", "places", "polls", "poll-results"])
def test_what_was_exported_comes_back_unchanged(work, take, tmp_path, kind):
    take("places", "名称,类型,村\n甲药房,药店,刘庄村\n")
    take("inspections", "日期,类别,场所\n2026-10-05,食品药品,甲药房\n")
    take("findings", "日期,村,存在问题\n2026-10-05,刘庄村,没有登记\n")
    take("polls", "名称,级别,开始,结束\n三季度,镇,2026-09-01,2026-09-10\n")
    take("poll-results", "期次,村名,样本数,安全感\n三季度,郭桥村,40,36\n")
    out = tmp_path / "out.xlsx"
    assert exports.export(work, kind, out) == 1
    done = imports.import_sheet(work, kind, out)
    assert (done.unchanged, done.rejected) == (1, 0)


def test_a_month_without_inspections_exports_an_empty_sheet(work, tmp_path):
    out = tmp_path / "out.xlsx"
    assert exports.export(work, "inspections", out, period=month(2026, 9)) == 0
    assert out.exists()


def test_cards_of_villages_take_their_name_from_worksheet_and_title(work, tmp_path):
    def taken(*titles):
        book = Workbook()
        book.remove(book.active)
        for at, title in enumerate(titles):
            page = book.create_sheet(f"Sheet{at}")
            for line in ([title], ["指标", "数值"], ["总户数", 412 + at], ["总人口", 1583]):
                page.append(line)
        book.save(tmp_path / "村情.xlsx")
        return imports.import_sheet(work, "villages", tmp_path / "村情.xlsx")

    assert taken("郭桥村简介", "刘庄村简介").updated == 2
    listed = records.listing(work, "villages")
    households = listed.column("households")
    assert [row[households] for row in listed.rows] == [412, 413]
    with pytest.raises(imports.LacksColumns, match="表里没有“村名”"):
        taken("郭桥村简介", "本村简介情况")
    with pytest.raises(imports.LacksColumns, match="表里没有“村名”"):
        taken("郭桥村简介", "郭桥村概况")


@pytest.mark.parametrize("word", ["省级", "市级", "县级", "镇级"])
def test_the_level_of_a_poll_is_known_by_its_longer_word(tmp_path, word):
    work = open_work(tmp_path / "levels")
    path = tmp_path / "民调.csv"
    path.write_text(f"名称,级别,开始,结束\n甲,{word},2026-10-01,2026-10-05\n", encoding="utf-8")
    result = imports.import_sheet(work, "polls", path)
    work.close()
    assert (result.imported, result.errors) == (1, [])
