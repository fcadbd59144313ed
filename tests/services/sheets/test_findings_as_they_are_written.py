"""Problems in the words of other offices' sheets: numbered in one cell, 是否整改到位, 10日内, of nobody."""

from datetime import date, datetime

import builders
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.heads.numbered import parts_of
from gaotang_desktop.services.sheets.imports import Choices


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 28, 9, 0))
    for name in ("北村", "江村"):
        builders.village(opened, name)
    builders.unit(opened, "派出所")
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    def taken(text, kind="findings", **choices):
        path = tmp_path / "问题台账.csv"
        path.write_text(text, encoding="utf-8")
        return imports.import_sheet(work, kind, path, choices=Choices(**choices))

    return taken


def stored(work, kind="findings"):
    return [records.get(work, kind, each) for each in sorted(records.listing(work, kind).ids)]


HEAD = "检查日期,村,问题,整改期限,整改情况,是否整改到位,整改日期,复查日期\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1.灭火器过期；2.通道堵塞；3.电线乱拉", ["灭火器过期", "通道堵塞", "电线乱拉"]),
        ("1、软管老化\n2、无消防器材", ["软管老化", "无消防器材"]),
        ("（1）软管老化，（2）堵塞", ["软管老化", "堵塞"]),
        ("①软管老化。②堵塞。", ["软管老化。", "堵塞。"]),
        ("1.灭火器过期", ["1.灭火器过期"]),
        ("2.堵塞；3.乱拉", ["2.堵塞；3.乱拉"]),
        ("线高 1.5米，应为 2.5米", ["线高 1.5米，应为 2.5米"]),
        ("1.5米线 2.5米线", ["1.5米线 2.5米线"]),
        ("查了 1、2 号楼", ["查了 1、2 号楼"]),
    ],
)
def test_things_are_parted_where_they_are_numbered_from_one_on(text, said):
    assert parts_of(text) == said


@given(st.lists(st.sampled_from(["灭火器过期", "通道堵塞", "电线乱拉"]), min_size=2, max_size=9))
def test_what_was_numbered_comes_apart_as_it_was(things):
    for mark, apart in (("{}.", "；"), ("{}、", "\n"), ("({})", "；"), ("{}．", " ")):
        text = apart.join(mark.format(at) + thing for at, thing in enumerate(things, start=1))
        assert parts_of(text) == things


def test_each_problem_numbered_in_a_cell_is_a_finding_with_its_own_measure(work, take):
    told = take(
        HEAD + "2026-10-08,北村,1.灭火器过期；2.通道堵塞,2026-10-15,1.已换新；2.清理中,,,\n"
        "2026-10-09,江村,路灯不亮,2026-10-15,,,,\n"
    )
    assert [(each["text"], each["how"], each["due_on"]) for each in stored(work)] == [
        ("灭火器过期", "已换新", date(2026, 10, 15)),
        ("通道堵塞", "清理中", date(2026, 10, 15)),
        ("路灯不亮", None, date(2026, 10, 15)),
    ]
    assert "这些行的“问题”一格里编了号，一个号登记一条，请核对：第 2 行（2 个）。" in told.notes
    again = take(
        HEAD + "2026-10-08,北村,1.灭火器过期；2.通道堵塞,2026-10-15,1.已换新；2.清理中,,,\n"
    )
    assert (again.imported, again.unchanged) == (0, 2)


def test_an_inspection_has_each_of_its_numbered_problems_and_errors_name_which(work, take):
    text = "检查日期,类别,村,发现问题,整改期限\n2026-10-08,消防安全,北村,①过期②堵塞,{}\n"
    told = take(text.format("10日内"), "inspections")
    assert [(told.where(e.row), e.column, e.offers) for e in told.errors] == [
        ("第 2 行第 1 个", "整改期限", ("2026-10-18",)),
        ("第 2 行第 2 个", "整改期限", ("2026-10-18",)),
    ]
    assert stored(work, "inspections") == []
    take(text.format("2026-10-18"), "inspections")
    assert len(stored(work, "inspections")) == 1
    assert [each["text"] for each in stored(work)] == ["过期", "堵塞"]


@pytest.mark.parametrize(
    ("limit", "offers"),
    [("10日内", ("2026-10-18",)), ("限三天内", ("2026-10-11",)), ("1周内", ("2026-10-15",)),
     ("5个工作日内", ()), ("1个月内", ())],
)  # fmt: skip
def test_a_deadline_that_counts_from_the_day_is_asked_with_the_day_it_may_be(take, limit, offers):
    (error,) = take(HEAD + f"2026-10-08,北村,堵塞,{limit},,,,\n").errors
    assert (error.column, error.offers) == ("整改期限", offers)
    assert f"写的是“{limit}”" in error.message


def test_a_deadline_at_once_is_the_day_of_the_finding(work, take):
    take(HEAD + "2026-10-08,北村,堵塞,立即整改,,,,\n")
    assert stored(work)[0]["due_on"] == date(2026, 10, 8)


def test_put_right_or_not_with_a_day_of_the_recheck_is_what_the_recheck_found(work, take):
    take(
        HEAD + "2026-10-08,北村,堵塞,,已清理,是,2026-10-12,2026-10-16\n"
        "2026-10-08,江村,过期,,没换,否,2026-10-12,2026-10-16\n2026-10-09,江村,乱拉,,,否,,\n"
    )
    assert [(each["recheck"], each["rechecked_on"]) for each in stored(work)] == [
        ("已整改", date(2026, 10, 16)), ("未整改", date(2026, 10, 16)), (None, None),
    ]  # fmt: skip


def test_put_right_without_its_day_is_asked_with_the_day_of_the_recheck(work, take):
    told = take(HEAD.replace(",整改日期", "") + "2026-10-08,北村,堵塞,,,是,\n")
    assert stored(work) == []
    assert [(each.column, each.message) for each in told.errors] == [
        (
            "整改日期",
            "“整改情况”写着“已整改到位”，没有整改日期。请填整改日期；还没有办完的，请改正“整改情况”。",
        )
    ]
    told = take(HEAD.replace(",整改日期", "") + "2026-10-09,北村,过期,,,是,2026-10-16\n")
    error = next(each for each in told.errors if each.column == "整改日期")
    assert error.offers == ("2026-10-16",)
    assert error.message == "写了复查日期，没有写整改日期：请填上整改好的那一天，不晚于复查日期。"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("堵塞,,,否,2026-10-12,", "写着没有整改到位，又写了整改日期，请改正其中一个。"),
        ("堵塞,,,看情况,,", "“是否整改到位”写着“看情况”，看不出整改到位没有，请写“是”或者“否”。"),
    ],
)
def test_what_contradicts_itself_is_asked(work, take, row, said):
    told = take(HEAD + f"2026-10-08,北村,{row}\n")
    assert ("是否整改到位", said) in [(each.column, each.message) for each in told.errors]
    assert stored(work) == []


@pytest.mark.parametrize("how", ["10月14日已整改", "整改完毕", "已全部整改到位"])
def test_words_that_say_it_is_done_are_told_where_the_day_is_lacking(take, how):
    told = take(HEAD + f"2026-10-08,北村,堵塞,,{how},,,\n")
    assert "没有整改日期，还算待整改" in "".join(told.notes)


@pytest.mark.parametrize("how", ["未整改完成", "正在整改", "部分已整改", "计划整改"])
def test_words_that_say_it_is_not_done_are_left_alone(take, how):
    told = take(HEAD + f"2026-10-08,北村,堵塞,,{how},,,\n")
    assert "没有整改日期" not in "".join(told.notes)


def test_a_problem_at_a_place_of_no_village_asks_for_the_village_once(work, take):
    text = "检查日期,类别,场所,发现问题\n2026-10-08,消防安全,超市,过期\n2026-10-08,消防安全,饭店,堵塞\n"
    told = take(text, "inspections", register={"places": "餐饮"})
    assert [(gap.label, gap.rows, gap.values) for gap in told.gaps] == [("村", 2, ("北村", "江村"))]
    take(text, "inspections", register={"places": "餐饮"}, fills={"village_id": "北村"})
    assert len({each["village_id"] for each in stored(work)}) == 1
    assert len(stored(work)) == 2


@pytest.mark.parametrize("kind", ["findings", "inspections"])
def test_put_right_in_words_that_cannot_be_read_is_asked_for_each_of_the_numbered(work, take, kind):
    head = "检查日期,村,存在问题,是否整改到位" + (",类别" if kind == "inspections" else "") + "\n"
    more = ",其他" if kind == "inspections" else ""
    result = take(head + f"2026-11-11,北村,1.缺记录；2.未更新,1已整改到位，2未到位{more}\n", kind)
    assert [(error.row, error.column) for error in result.errors] == [
        (2, "是否整改到位"),
        (3, "是否整改到位"),
    ]
    assert not stored(work)
    assert not stored(work, kind)


def test_put_right_in_words_that_cannot_be_read_is_asked_of_a_single_finding_too(work, take):
    text = "检查日期,村,存在问题,是否整改到位,类别\n2026-11-11,北村,缺记录,大部分到位,其他\n"
    result = take(text, "inspections")
    assert "看不出整改到位没有" in result.errors[0].message
    assert not stored(work)
