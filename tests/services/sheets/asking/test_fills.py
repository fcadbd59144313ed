"""What is said once for all rows of a sheet fills what is empty, and nothing else."""

import builders
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.imports import Choices, LacksColumns

HEAD = "夜晚,村,带班人,人数"


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("北村", "江村"):
        builders.village(opened, name)
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    def take(kind, text, *, name="来表", dry_run=False, **choices):
        path = tmp_path / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        return imports.import_sheet(work, kind, path, choices=Choices(**choices), dry_run=dry_run)

    return take


def column(work, kind, name):
    listed = records.listing(work, kind)
    return [
        getattr(row[listed.column(name)], "label", row[listed.column(name)]) for row in listed.rows
    ]


def test_a_column_that_is_lacking_is_filled_once_for_all_rows_and_that_is_said(work, take):
    done = take(
        "patrols", "夜晚,村,人数\n2026-10-05,北村,3\n2026-10-06,江村,4\n", fills={"leader": "王五"}
    )
    assert (done.imported, done.rejected) == (2, 0)
    assert column(work, "patrols", "leader") == ["王五", "王五"]
    assert [(each.label, each.words, each.rows, each.whole) for each in done.fills] == [
        ("带班人", "王五", 2, True)
    ]
    assert "表里没有“带班人”，2 行统一填的是“王五”。" in done.notes
    work.undo()
    assert column(work, "patrols", "leader") == []


def test_empty_cells_of_a_column_are_filled_and_what_stands_stays(work, take):
    text = f"{HEAD}\n2026-10-05,北村,,3\n2026-10-06,江村,李四,4\n"
    first = take("patrols", text, dry_run=True)
    assert [(gap.label, gap.rows, gap.whole) for gap in first.gaps] == [("带班人", 1, False)]
    done = take("patrols", text, fills={"leader": "王五"})
    assert sorted(column(work, "patrols", "leader")) == ["李四", "王五"]
    assert "“带班人”空着的 1 行统一填的是“王五”。" in done.notes
    assert done.gaps == ()


def test_a_cell_that_cannot_be_read_and_a_stroke_are_not_filled(work, take):
    done = take(
        "patrols", f"{HEAD}\n2026-10-05,北村,张三,许多\n2026-10-06,江村,/,4\n",
        fills={"people": "5", "leader": "王五"},
    )  # fmt: skip
    assert (done.imported, done.rejected) == (0, 2)
    assert {(each.row, each.column) for each in done.errors} == {(2, "人数"), (3, "带班人")}


def test_a_leader_said_for_all_rows_makes_no_patrol_of_a_night_without_one(work, take):
    text = f"{HEAD},备注\n2026-10-05,北村,,,\n2026-10-06,江村,,,因雨未巡\n"
    done = take("patrols", text, fills={"leader": "王五", "people": "3"})
    assert (done.imported, {each.row for each in done.errors}) == (1, {3})
    assert [each.rows for each in done.fills] == [1, 1]
    assert any("请登记到“未巡”里" in each.message for each in done.errors)


def test_a_record_keeps_its_own_where_a_row_is_silent(work, take):
    text = "工单号,收到日期,村,内容,来源\nA1,2026-10-05,北村,路灯不亮,电话\n"
    take("opinions", text)
    fewer = "收到日期,村,内容,备注\n2026-10-05,北村,路灯不亮,已看\n"
    done = take("opinions", fewer, fills={"source": "来访"}, update_similar=True)
    assert done.updated == 1
    assert column(work, "opinions", "source") == ["电话"]
    assert column(work, "opinions", "remark") == ["已看"]


@pytest.mark.parametrize(
    ("fills", "said"),
    [
        ({"village_id": "东村"}, "“村”不能都填“东村”：名单里没有“东村”这个村（社区）"),
        ({"way": "骑马"}, "“方式”不能都填“骑马”：“方式”只能是步行"),
        ({"night": "某天"}, "“夜晚”不能都填“某天”："),
    ],
)
def test_what_cannot_be_filled_is_refused_in_a_sentence_and_nothing_is_stored(
    work, take, fills, said
):
    text = "夜晚,村,带班人,人数\n2026-10-05,北村,张三,3\n"
    with pytest.raises(Unreadable, match=said):
        take("patrols", text, fills=fills)
    assert column(work, "patrols", "leader") == []


def test_a_sheet_that_lacks_columns_says_what_they_may_hold_and_what_speaks_for_it(work, take):
    with pytest.raises(LacksColumns) as caught:
        take("intakes", "登记日期,诉求内容\n2026-10-05,路灯不亮\n", name="12345热线和来访登记")
    (gap,) = caught.value.gaps
    assert (gap.label, gap.whole, gap.rows) == ("途径", True, 1)
    assert gap.offers[0].words == "12345热线"
    assert "来访" in gap.values
    with pytest.raises(LacksColumns) as caught:
        take("patrols", "夜晚,带班人,人数\n2026-10-05,张三,3\n")
    assert caught.value.gaps[0].values == ("北村", "江村")


def test_a_title_that_names_the_village_is_not_filled_over(work, take):
    text = "填报单位：北村,,\n夜晚,带班人,人数\n2026-10-05,张三,3\n"
    with pytest.raises(Unreadable, match="标题里写的村是“北村”，要统一填的却是“江村”"):
        take("patrols", text, fills={"village_id": "江村"})
    assert take("patrols", text, fills={"village_id": "北村"}).imported == 1


WRITTEN = st.sampled_from(["", " ", "/", "无", "张三", "3", "北村", "2026-10-05", "许多", "不清楚"])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(WRITTEN, WRITTEN, WRITTEN, WRITTEN), min_size=1, max_size=4))
def test_a_fill_never_changes_a_cell_that_stands_in_a_row(take, rows):
    text = "\n".join([HEAD, *(",".join(row) for row in rows)]) + "\n"
    fills = {"night": "2026-09-09", "village_id": "江村", "leader": "王五", "people": "9"}
    try:
        plain = take("patrols", text, dry_run=True)
    except Unreadable:
        return  # nothing stands in any row
    done = take("patrols", text, dry_run=True, fills=fills)
    headers = HEAD.split(",")
    for number, row in enumerate(rows, start=2):
        standing = {h for h, words in zip(headers, row, strict=True) if words.strip()}
        before = {
            (e.column, e.message) for e in plain.errors if e.row == number and e.column in standing
        }
        after = {
            (e.column, e.message) for e in done.errors if e.row == number and e.column in standing
        }
        assert before == after
    for fill in done.fills:
        at = headers.index(fill.label)
        assert fill.rows <= sum(not row[at].strip() for row in rows)


DISPUTES = "日期,村,类别,简要情况,责任单位,状态,结果,办结日期"


def test_the_end_that_others_lack_is_not_put_into_a_dispute_that_goes_on(work, take):
    builders.unit(work)
    rows = (
        "2026-10-03,北村,邻里纠纷,院墙,派出所,已化解,,",
        "2026-10-05,江村,邻里纠纷,水沟,派出所,化解中,,",
    )
    fills = {"result": "已和好", "closed_on": "2026-10-20"}
    result = take("disputes", "\n".join((DISPUTES, *rows)), fills=fills)
    assert not result.errors
    assert dict(
        zip(column(work, "disputes", "state"), column(work, "disputes", "result"), strict=True)
    ) == {
        "已化解": "已和好",
        "化解中": None,
    }
    assert {fill.rows for fill in result.fills} == {1}


def test_the_end_that_others_lack_is_not_put_into_an_intake_whose_words_say_that_it_goes_on(
    work, take
):
    builders.unit(work)
    text = (
        "登记日期,村,诉求方式,诉求人,诉求内容,首问责任人,分流,交办单位,办理结果\n"
        "2026-10-03,北村,来访,张三,断水,王五,求助,派出所,已修好\n"
        "2026-10-05,江村,来访,李四,断电,王五,求助,派出所,正在抢修\n"
    )
    result = take("intakes", text, fills={"done_on": "2026-10-20"})
    assert not result.errors
    done = dict(
        zip(column(work, "intakes", "matter"), column(work, "intakes", "done_on"), strict=True)
    )
    assert {matter for matter, day in done.items() if day} == {"断水"}
