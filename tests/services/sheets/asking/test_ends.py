"""How a matter stands, in whatever words and column: read where it is clear, asked where it is not."""

from datetime import datetime

import builders
import pytest

from gaotang_desktop.domain import fields
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports, settled
from gaotang_desktop.services.sheets.imports import IMPORTABLE, Choices

BASE = {
    "disputes": ("发现日期,村,类别,简要情况,责任单位", "2026-10-09,北村,邻里纠纷,排水沟,司法所"),
    "opinions": ("收到日期,村,内容", "2026-10-09,北村,增设路灯"),
    "assignments": ("任务,责任单位,分工", "夜巡,司法所,牵头"),
    "publicity-turns": ("周,村", "2026-W42,北村"),
    "inspections": ("日期,类别,村", "2026-10-09,消防安全,北村"),
    "intakes": ("登记日期,途径,村,诉求内容,分流", "2026-10-09,来访,北村,路灯不亮,求助"),
    "findings": ("发现日期,问题,责任村", "2026-10-09,标语破损,北村"),
    "meeting-decisions": ("会议,决定,责任单位", "2026-10-09 研判会 夜巡,加强夜巡,司法所"),
    "trouble-spots": ("部位,突出问题,牵头单位,挂牌日期,村", "市场,占道,司法所,2026-10-09,北村"),
}


def _fill(work):
    builders.village(work, "北村")
    builders.unit(work, "司法所")
    held = {"held_on": datetime(2026, 10, 9).date(), "kind": "研判会", "topic": "夜巡"}
    records.save(work, "meetings", held)
    builders.task(work)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ends") / "data"
    opened, _ = builders.open_filled(folder, _fill, now=datetime(2026, 11, 28, 9, 0))
    yield opened
    opened.close()


@pytest.fixture
def take(work, tmp_path):
    def take(kind, head, cells, **choices):
        base, row = BASE[kind]
        path = tmp_path / "来表.csv"
        path.write_text(f"{base},{head}\n{row},{cells}\n", encoding="utf-8")
        before = set(records.listing(work, kind).ids)
        told = imports.import_sheet(work, kind, path, choices=Choices(**choices))
        new = [i for i in records.listing(work, kind).ids if i not in before]
        stored = [
            {each.label: fields.show(each, value) for each, value in zip(
                records.fields_for(kind), [records.get(work, kind, i)[each.name] for each in records.fields_for(kind)], strict=True,
            ) if each.refers_to is None}
            for i in new
        ]  # fmt: skip
        if told.imported:
            work.undo()
        return stored, told

    return take


def test_every_choice_that_is_a_state_is_known_to_end_somewhere():
    states = {
        kind
        for kind in IMPORTABLE
        for each in records.fields_for(kind)
        if each.name == "state" and each.editable
    }
    assert states <= {kind for kind, ending in settled.ENDINGS.items() if ending.state}


@pytest.mark.parametrize(
    ("kind", "head", "words"),
    [
        ("opinions", "是否采纳", "采纳"),
        ("opinions", "是否采纳", "部分采纳"),
        ("opinions", "采纳情况", "暂缓"),
        ("opinions", "是否采纳", "是"),
        ("opinions", "办结情况", "不予受理"),
        ("opinions", "当前状态", "转办"),
        ("opinions", "办理进度", "50%"),
        ("opinions", "处理情况", "已上报"),
        ("disputes", "当前状态", "已息诉"),
        ("disputes", "化解情况", "稳控"),
        ("disputes", "是否调解成功", "否"),
        ("disputes", "是否销号", "部分"),
        ("disputes", "是否稳控", "是"),
        ("assignments", "完成情况", "部分完成"),
        ("assignments", "进展情况", "受阻"),
        ("publicity-turns", "开展情况", "部分开展"),
        ("publicity-turns", "是否完成", "否"),
        ("inspections", "检查结论", "基本合格"),
        ("inspections", "综合评定", "良"),
        ("inspections", "是否合格", "基本"),
        ("inspections", "检查情况", "灭火器过期"),
    ],
)
def test_words_that_no_state_is_called_by_are_asked_about_and_nothing_is_stored(
    take, kind, head, words
):
    stored, told = take(kind, head, words)
    label = "结果" if kind == "inspections" else "状态"
    assert (stored, told.rejected) == ([], 1)
    assert [(each.label, each.words) for each in told.strangers] == [(label, words)]


@pytest.mark.parametrize(
    ("kind", "head", "words", "means"),
    [
        ("opinions", "是否采纳", "部分采纳", "办理中"),
        ("opinions", "处理情况", "已上报", "办理中"),
        ("disputes", "当前状态", "已息诉", "化解中"),
        ("assignments", "进展情况", "受阻", "进行中"),
        ("inspections", "检查情况", "灭火器过期", "发现问题"),
    ],
)
def test_what_is_meant_by_them_is_said_once(take, kind, head, words, means):
    name = settled.ENDINGS[kind].state
    [stored], _told = take(kind, head, words, meant={(name, words): means})
    assert stored["结果" if kind == "inspections" else "状态"] == means


@pytest.mark.parametrize(
    ("kind", "head", "cells", "state"),
    [
        ("opinions", "办结情况", "办理中", "办理中"),
        ("opinions", "落实情况", "正在施工", "办理中"),
        ("opinions", "办理结果,完成时间", "已安装,2026-10-20", "已答复"),
        ("opinions", "办理结果,办结日期", "不予采纳,2026-10-20", "不予采纳"),
        ("opinions", "是否采纳,答复内容,答复日期", "未采纳,依规收取,2026-10-20", "不予采纳"),
        ("opinions", "是否办结", "否", "待办理"),
        ("disputes", "处理结果,办结时间", "已移交法院,2026-10-20", "已移交"),
        ("disputes", "调解结果,完成时间", "调解不成,2026-10-20", "未化解"),
        ("disputes", "调解结果,销号日期", "双方和解,2026-10-20", "已化解"),
        ("disputes", "办理进展", "正在调解", "化解中"),
        ("assignments", "进展,完成日期", ",2026-10-20", "已完成"),
        ("publicity-turns", "是否完成", "是", "完成"),
        ("inspections", "是否存在问题", "是", "发现问题"),
        ("inspections", "是否合格", "是", "未发现问题"),
        ("inspections", "检查情况", "一切正常", "未发现问题"),
    ],
)
def test_a_state_follows_from_the_words_and_the_day_of_the_end(take, kind, head, cells, state):
    [stored], told = take(kind, head, cells)
    assert (told.errors, stored["结果" if kind == "inspections" else "状态"]) == ([], state)


@pytest.mark.parametrize(
    ("kind", "head", "cells", "day"),
    [
        ("intakes", "是否办结", "是", "办结日期"),
        ("intakes", "办理结果", "已办结", "办结日期"),
        ("findings", "是否销号", "√", "整改日期"),
        ("findings", "整改情况", "已整改到位", "整改日期"),
        ("findings", "整改进展", "整改完成", "整改日期"),
        ("meeting-decisions", "是否落实", "是", "落实日期"),
        ("meeting-decisions", "完成情况", "已完成", "落实日期"),
        ("trouble-spots", "是否摘牌", "是", "摘牌日期"),
    ],
)
def test_what_is_said_to_be_done_is_asked_for_its_day(take, kind, head, cells, day):
    stored, told = take(kind, head, cells)
    assert (stored, told.rejected) == ([], 1)
    assert [(each.label, each.offers) for each in told.gaps if not each.stored] == [(day, ())]


@pytest.mark.parametrize(
    ("kind", "head", "cells", "label", "day"),
    [
        ("opinions", "答复,完成时间", "已安装,10.20", "答复日期", "2026-10-20"),
        ("opinions", "办理结果,办结日期", "已安装,10.20", "答复日期", "2026-10-20"),
        ("disputes", "结果,完成时间", "各让一步,10.20", "办结日期", "2026-10-20"),
        ("disputes", "结果,销号日期", "各让一步,10.20", "办结日期", "2026-10-20"),
        ("intakes", "办理结果,完成时间", "已换灯泡,10.20", "办结日期", "2026-10-20"),
        ("findings", "整改情况,完成时间", "已更换,10.20", "整改日期", "2026-10-20"),
        ("findings", "整改进展,销号日期", "已整改,10.20", "整改日期", "2026-10-20"),
    ],
)
def test_the_day_on_which_it_was_done_is_known_by_its_usual_headings(
    take, kind, head, cells, label, day
):
    [stored], told = take(kind, head, cells)
    assert (told.errors, stored[label]) == ([], day)


def test_a_mediation_that_failed_is_not_settled_because_it_has_a_day(take):
    head = "结案方式,结案日期,化解经过"
    stored, told = take("disputes", head, "调解不成,2026-10-20,谈了三次")
    assert [each["状态"] for each in stored] in ([], ["未化解"])
    assert stored or "未化解" in told.errors[0].message


@pytest.mark.parametrize(
    ("kind", "head", "cells"),
    [
        ("intakes", "是否办结,办结日期,办理结果", "否,2026-10-20,已换灯泡"),
        ("findings", "是否销号,整改日期,整改情况", "未销号,2026-10-20,已更换"),
        ("findings", "整改日期,整改情况", "2026-10-20,部分整改，还差2具"),
        ("findings", "整改日期,整改情况", "2026-10-20,移交县局"),
        ("findings", "整改日期,整改情况", "2026-10-20,拒不整改"),
        ("intakes", "办结日期,办理结果", "2026-10-20,未办结，继续跟进"),
    ],
)
def test_a_day_beside_a_no_is_a_contradiction_and_asked_about(take, kind, head, cells):
    stored, told = take(kind, head, cells)
    assert (stored, len(told.errors)) == ([], 1)
    assert "请改正其中一个" in told.errors[0].message


def test_a_finding_that_was_put_right_at_last_stays_so_and_an_opinion_still_open_is_asked(take):
    [stored], told = take("findings", "整改日期,整改情况", "2026-10-20,原未整改，现已更换")
    assert (told.errors, stored["整改日期"]) == ([], "2026-10-20")
    stored, told = take("opinions", "答复日期,答复", "2026-10-20,暂未答复，待研究")
    assert (stored, [each.label for each in told.strangers]) == ([], ["状态"])


@pytest.mark.parametrize("head", ["处理意见", "受理人", "包案领导", "办理单位意见"])
def test_who_does_it_and_what_is_wanted_say_nothing_of_how_it_stands(take, head):
    [stored], told = take("opinions", head, "王主任")
    assert (told.errors, stored["状态"]) == ([], "待办理")


def test_a_row_that_says_nothing_of_its_state_is_new(take):
    [stored], told = take("opinions", "是否采纳,办理结果", ",")
    assert (told.errors, stored["状态"]) == ([], "待办理")


def test_words_too_long_to_be_said_once_ask_for_the_state_of_all_such_rows(take):
    long = "双方分歧较大，约定下周到村委会再谈一次"
    _stored, told = take("disputes", "化解情况", long)
    assert [(each.label, each.rows) for each in told.gaps] == [("状态", 1)]
    [stored], _told = take("disputes", "化解情况", long, fills={"state": "化解中"})
    assert stored["状态"] == "化解中"


@pytest.mark.parametrize(
    "words",
    [
        "起诉至法院",
        "引导走司法途径",
        "转派出所处理",
        "已上报县里",
        "双方自行搁置",
        "当事人撤回",
        "协议签了又反悔",
    ],
)
def test_a_dispute_that_went_elsewhere_or_was_dropped_is_not_settled_because_it_has_a_day(
    take, words
):
    stored, told = take("disputes", "结果,办结日期", f"{words},2026-10-20")
    assert (stored, [(each.label, each.words) for each in told.strangers]) == (
        [],
        [("状态", words)],
    )
    [stored], _told = take("disputes", "结果,办结日期", "双方转变态度，握手言和,2026-10-20")
    assert stored["状态"] == "已化解"


def test_a_day_of_the_end_beside_words_that_it_goes_on_is_asked_about(take):
    stored, told = take("disputes", "结果,办结日期", "正在调解,2026-10-20")
    assert (stored, [each.words for each in told.strangers]) == ([], ["正在调解"])


@pytest.mark.parametrize(
    ("kind", "words", "means", "state"),
    [
        ("disputes", "正在调解", "", "化解中"),
        ("disputes", "还在跟", "", "化解中"),
        ("disputes", "已上会", "化解中", "化解中"),
        ("opinions", "正在协调", "", "办理中"),
        ("disputes", "调解成功", "", "已化解"),
        ("disputes", "各退一步", "", "已化解"),
    ],
)
def test_a_day_said_once_for_all_rows_ends_none_whose_own_words_go_on(
    take, kind, words, means, state
):
    ending = settled.ENDINGS[kind]
    said = {"meant": {("state", words): means}} if means else {}
    head = {"disputes": "结果", "opinions": "答复内容"}[kind]
    [stored], told = take(kind, head, words, fills={ending.day: "2026-10-20"}, **said)
    ended = state == ending.done
    label = {each.name: each.label for each in records.fields_for(kind)}[ending.day]
    assert (stored["状态"], stored[label]) == (state, "2026-10-20" if ended else "")
    assert [len(each.numbers) for each in told.fills] == [int(ended)]


def test_what_was_only_said_and_not_signed_is_asked_about_with_a_day_too(take):
    stored, told = take("disputes", "结果", "口头说好了，没签字", fills={"closed_on": "2026-10-20"})
    assert (stored, [each.label for each in told.strangers]) == ([], ["状态"])


def test_a_dispute_settled_under_its_heading_with_its_day_asks_for_no_other_result(tmp_path):
    work = builders.open_work(tmp_path / "plain")
    builders.village(work, "北村")
    builders.unit(work, "司法所")
    path = tmp_path / "纠纷.csv"
    path.write_text(
        "受理日期,村,纠纷类别,简要情况,责任单位,化解情况,化解日期\n"
        "2026-10-03,北村,邻里纠纷,院墙,司法所,调解成功,2026-10-06\n"
        "2026-10-04,北村,邻里纠纷,水沟,司法所,已化解,\n",
        encoding="utf-8",
    )
    result = imports.import_sheet(work, "disputes", path)
    [stored] = [
        records.get(work, "disputes", each) for each in records.listing(work, "disputes").ids
    ]
    work.close()
    assert (stored["state"], stored["result"]) == ("已化解", "调解成功")
    assert "表里没有“结果”，1 行的结果照“化解情况”写的记。" in result.notes
    assert {error.row for error in result.errors} == {3}


@pytest.mark.parametrize(
    ("kind", "head", "words", "state"),
    [
        ("opinions", "办理结果", "已报水利站，正在协调", "办理中"),
        ("disputes", "结果", "还没说通", "化解中"),
        ("disputes", "是否办结", "未办结", "待化解"),
    ],
)
def test_what_the_last_words_say_goes_on(take, kind, head, words, state):
    [stored], told = take(kind, head, words)
    assert (stored["状态"], told.rejected) == (state, 0)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("opinions", "收到日期,村,内容\n2026-10-09,北村,无\n"),
        ("intakes", "登记日期,途径,村,诉求内容,分流\n2026-10-09,来访,北村,无诉求,\n"),
        ("disputes", "发现日期,村,类别,简要情况,责任单位,当事人\n2026-10-09,北村,,无,,/\n"),
    ],
)
def test_a_row_that_says_that_there_was_nothing_is_no_record_and_told(work, tmp_path, kind, text):
    path = tmp_path / "来表.csv"
    path.write_text(text, encoding="utf-8")
    told = imports.import_sheet(work, kind, path)
    assert (told.imported, told.rejected, told.unchanged) == (0, 0, 1)
    assert any("写着没有，没有登记：第 2 行。" in note for note in told.notes)
    path.write_text(
        text.replace("\n2026", ",备注说明,答复,结果\n2026", 1).replace("北村", "北村", 1).rstrip()
        + ",,装了灯,装了灯\n",
        encoding="utf-8",
    )
    told = imports.import_sheet(work, kind, path)
    assert told.rejected == 1, "what was done about nothing is lost with no row"
