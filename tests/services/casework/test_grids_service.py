"""Grids and their months: counted, never from photos; on the village page and the workbench."""

from datetime import date

import pytest
from builders import NOW, open_work, village

from gaotang_desktop.domain.casework import grids as rules
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import records, search, village_pages
from gaotang_desktop.services.casework import grids
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.services.workbench import figures

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for name in ("郭桥村", "北村"):
        village(opened, name)
    yield opened
    opened.close()


def grid(work, name="第一网格", village_id=1, **values):
    given = {"village_id": village_id, "name": name, "worker": "示例网格员"}
    return records.save(work, "grids", {**given, **values})


def report(work, name="第一网格", **values):
    given = {"month": SEPTEMBER, "village_id": 1, "grid": name, "visits": 30, "reported": 3,
             "handled": 2, "in_time": 1}  # fmt: skip
    return records.save(work, "grid-counts", {**given, **values})


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"visits": -1}, "visits", "不能小于 0"),
        ({"handled": 4}, "handled", "“办结”4 件多于“上报事项”3 件"),
        ({"in_time": 3}, "in_time", "“按期办结”3 件多于“办结”2 件"),
        ({"month": date(2026, 11, 1)}, "month", "2026年11月还没有到"),
        ({"grid": "第九网格"}, "grid", "登记的有：第一网格"),
    ],
)
def test_a_report_that_cannot_be_is_said_at_its_field(work, values, field, said):
    grid(work)
    with pytest.raises(Invalid) as told:
        report(work, **values)
    assert said in told.value.fields[field]
    assert records.listing(work, "grid-counts").ids == ()


def test_figures_add_up_what_was_counted_and_stand_on_the_village_page(work):
    grid(work)
    grid(work, "第二网格", worker="示例丙")
    first = report(work)
    report(work, "第二网格", visits=20, reported=1, handled=1, in_time=1)
    report(work, "老网格", village_id=2, visits=5)
    assert records.get(work, "grid-counts", first)["worker"] == "示例网格员"
    found = grids.figures(work, month(2026, 9))
    assert found == rules.Figures(3, 55, 7, 5, 3)
    mine = grids.figures(work, month(2026, 9), village_id=1)
    assert rules.said(mine) == "走访 50 户次 · 上报 4 件 · 办结 3 件 · 按期 2/3"
    page = village_pages.shown(work, 1, month(2026, 9))
    assert ("网格", "2 个") in page.about
    assert ("网格员", rules.said(mine)) in page.about
    assert [each.kind for each in page.events].count("grid-counts") == 2
    records.bin_records(work, "grid-counts", [first])
    assert grids.figures(work, month(2026, 9), village_id=1).visits == 20


def test_grids_without_last_month_s_report_stand_on_the_workbench(work):
    grid(work)
    grid(work, "第二网格")

    def lines():
        return [
            (each.what, each.where)
            for each in figures.today(work).todos
            if each.context.get("kind") == "grid-counts"
        ]

    assert "2 个网格没有报2026年9月月报" in lines()[0][0]
    report(work)
    assert "郭桥村第二网格" in lines()[0][1]
    assert "网格 2 个，没有报的 1 个" in grids.line(work)
    report(work, "第二网格", visits=0, reported=0, handled=0, in_time=0)
    assert lines() == []


def test_a_month_comes_in_by_a_sheet_with_the_office_s_words_and_goes_out_again(work, tmp_path):
    grid(work)
    path = tmp_path / "九月.csv"
    path.write_text(
        "月份,村名,网格名称,走访户数,上报件数,办结数,按期办结数\n"
        "2026年9月,郭桥村,第一网格,41,2,2,2\n2026年9月,郭桥村,第五网格,1,0,0,0\n"
        "2026年9月,北村,第一网格,7,0,-1,0\n",
        encoding="utf-8",
    )
    result = imports.import_sheet(work, "grid-counts", path)
    assert (result.imported, result.rejected) == (1, 2)
    again = imports.import_sheet(work, "grid-counts", path)
    assert (again.imported, again.unchanged) == (0, 1)
    assert exports.export(work, "grid-counts", tmp_path / "out.xlsx", period=month(2026, 9)) == 1
    assert imports.import_sheet(work, "grid-counts", tmp_path / "out.xlsx").unchanged == 1


def test_a_grid_is_found_by_its_worker_and_its_name_stands_once_in_a_village(work):
    made = grid(work, worker="示例网格员甲")
    index = search.Index(work)
    [hit] = index.find("wgyj")
    assert (hit.context, hit.text) == ({"kind": "grids", "id": made}, "第一网格 示例网格员甲")
    index.close()
    with pytest.raises(Conflict):
        grid(work)
    records.bin_records(work, "grids", [made])
    other = grid(work)
    with pytest.raises(Conflict):
        records.restore_records(work, "grids", [made])
    work.undo()
    work.undo()
    assert records.get(work, "grids", made)["worker"] == "示例网格员甲"
    assert other == made + 1
    assert NOW.date() > SEPTEMBER


def test_a_count_that_nobody_typed_is_asked_for_and_never_stored_as_none(work):
    given = {"month": SEPTEMBER, "village_id": 1, "grid": "第一网格", "visits": 30}
    with pytest.raises(Invalid) as told:
        records.save(work, "grid-counts", given)
    assert told.value.fields == {
        "reported": "请填写“上报事项”，没有的填 0。",
        "handled": "请填写“办结”，没有的填 0。",
        "in_time": "请填写“按期办结”，没有的填 0。",
    }
    assert records.listing(work, "grid-counts").ids == ()
