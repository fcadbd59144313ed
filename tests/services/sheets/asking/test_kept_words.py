"""Words for which the operator gave a value stay in the record: none of them is dropped."""

from datetime import datetime

import builders
import pytest

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.imports import Choices

HEADS = {
    "inspections": "日期,类别,村\n2026-10-09,消防安全,北村",
    "opinions": "收到日期,村,内容\n2026-10-09,北村,增设路灯",
    "disputes": "发现日期,村,类别,简要情况,责任单位\n2026-10-09,北村,邻里纠纷,排水沟,司法所",
    "findings": "发现日期,问题,责任村,整改日期,回头看日期\n2026-10-09,标语破损,北村,2026-10-20,2026-10-25",
    "publicity-activities": "日期,村\n2026-10-09,北村",
}


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    def fill(work):
        builders.village(work, "北村")
        builders.unit(work, "司法所")

    folder = tmp_path_factory.mktemp("kept") / "data"
    opened, _ = builders.open_filled(folder, fill, now=datetime(2026, 11, 28, 9, 0))
    yield opened
    opened.close()


@pytest.fixture
def path(tmp_path):
    def path(kind, head, cells):
        base, row = HEADS[kind].split("\n")
        written = tmp_path / "来表.csv"
        written.write_text(f"{base},{head}\n{row},{cells}\n", encoding="utf-8")
        return written

    return path


def _new(work, kind):
    [number] = records.listing(work, kind).ids
    return records.get(work, kind, number)


@pytest.mark.parametrize("value", ["发现问题", "当场整改"])
@pytest.mark.parametrize("head", ["检查结果", "检查情况"])
def test_a_problem_under_the_result_is_a_finding_of_the_inspection(work, path, head, value):
    meant = Choices(meant={("result", "灭火器过期"): value})
    file = path("inspections", head, "灭火器过期")
    told = imports.import_sheet(work, "inspections", file, choices=meant)
    assert (told.imported, told.rejected) == (1, 0)
    assert (_new(work, "inspections")["result"], _new(work, "findings")["text"]) == (
        value,
        "灭火器过期",
    )
    again = imports.import_sheet(work, "inspections", file, choices=meant)
    assert (again.unchanged, again.updated, again.imported) == (1, 0, 0)
    work.undo()


def test_what_is_said_to_be_no_problem_is_none(work, path):
    meant = Choices(meant={("result", "设施齐全"): "未发现问题"})
    imports.import_sheet(
        work, "inspections", path("inspections", "检查结果", "设施齐全"), choices=meant
    )
    new = _new(work, "inspections")
    assert (new["result"], new["text"]) == ("未发现问题", "设施齐全")
    assert records.listing(work, "findings").ids == ()
    work.undo()


@pytest.mark.parametrize(
    ("kind", "head", "cells", "meant", "kept"),
    [
        ("opinions", "处理情况", "已上报", ("state", "已上报", "办理中"), {"remark": "处理情况：已上报"}),
        ("opinions", "是否采纳,备注", "部分采纳,急", ("state", "部分采纳", "办理中"), {"remark": "急；是否采纳：部分采纳"}),
        ("disputes", "化解情况", "等秋收再谈", ("state", "等秋收再谈", "化解中"), {"remark": "化解情况：等秋收再谈"}),
        ("disputes", "化解情况,办结日期", "各退一步,2026-10-20", ("state", "各退一步", "已化解"), {"result": "各退一步", "remark": None}),
        ("findings", "回头看结果", "换了新的", ("recheck", "换了新的", "已整改"), {"how": "换了新的"}),
        ("findings", "整改情况,回头看结果", "已换,又坏了", ("recheck", "又坏了", "未整改"), {"how": "已换", "remark": "回头看结果：又坏了"}),
        ("publicity-activities", "形式", "讲座", ("form", "讲座", "集中宣传"), {"remark": None}),
        ("publicity-activities", "形式", "入户走访（带学生）", ("form", "入户走访（带学生）", "入户走访"), {"remark": "形式：入户走访（带学生）"}),
    ],
)  # fmt: skip
def test_words_that_say_more_than_their_value_are_kept_and_told(
    work, path, kind, head, cells, meant, kept
):
    name, words, value = meant
    choices = Choices(meant={(name, words): value})
    file = path(kind, head, cells)
    told = imports.import_sheet(work, kind, file, choices=choices)
    assert told.errors == []
    new = _new(work, kind)
    assert {each: new[each] for each in kept} == kept
    assert new[name] == value
    assert any("原话没有丢" in note for note in told.notes) == (words not in ("讲座", "各退一步"))
    again = imports.import_sheet(work, kind, file, choices=choices)
    assert (again.unchanged, again.imported) == (1, 0)
    work.undo()


def test_a_remark_that_is_stored_already_is_not_replaced_by_kept_words(work, path):
    choices = Choices(meant={("state", "已上报"): "办理中"}, update_similar=True)
    file = path("opinions", "状态,备注", "待办理,村民催过")
    imports.import_sheet(work, "opinions", file)
    file = path("opinions", "状态", "已上报")
    for _ in range(2):
        imports.import_sheet(work, "opinions", file, choices=choices)
        assert _new(work, "opinions")["remark"] == "村民催过；状态：已上报"
    work.undo()
    work.undo()
