"""What follows from a row's own words: states, shares of those asked, names out of official lists."""

from datetime import date, datetime

import builders
import pytest
from openpyxl import Workbook

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports, rates


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = builders.open_work(
        tmp_path_factory.mktemp("mean") / "data", now=datetime(2026, 11, 28, 9, 0)
    )
    for name in ("北村", "江村"):
        builders.village(opened, name)
    builders.unit(opened, "司法所")
    yield opened
    opened.close()


def take(work, tmp_path, kind, rows):
    """What an import stored, by the names of its fields, and what came of it; taken back at once."""
    book = Workbook()
    for each in rows:
        book.active.append(each)
    book.save(tmp_path / "来表.xlsx")
    before = set(records.listing(work, kind).ids)
    told = imports.import_sheet(work, kind, tmp_path / "来表.xlsx")
    new = [i for i in records.listing(work, kind).ids if i not in before]
    stored = [records.get(work, kind, i) for i in sorted(new)]
    if told.imported:
        work.undo()
    return stored, told


HEAD = ["发现日期", "村", "类别", "简要情况", "责任单位"]
ROW = ["2026-10-09", "北村", "邻里纠纷", "因排水沟争吵", "司法所"]


@pytest.mark.parametrize(
    ("heads", "cells", "state"),
    [
        (["是否化解", "化解时间", "化解结果"], ["是", "2026-10-12", "各让一步"], "已化解"),
        (["是否化解", "化解时间"], ["否", None], "待化解"),
        (["是否化解", "化解时间"], ["正在化解", None], "化解中"),
        (["结果", "办结日期"], ["各让一步", "2026-10-12"], "已化解"),
        (["结果", "办结日期"], ["调解成功", "2026-10-12"], "已化解"),
        (["办结日期"], [None], "待化解"),
        (["结果", "办结日期"], ["正在调解", None], "化解中"),
        (["化解时间", "化解情况"], ["2026-10-12", "经司法所调解双方握手言和"], "已化解"),
        (["化解时间", "化解情况"], [None, None], "待化解"),
    ],
)
def test_the_state_of_a_dispute_follows_from_what_its_row_says(work, tmp_path, heads, cells, state):
    stored, told = take(work, tmp_path, "disputes", [[*HEAD, *heads], [*ROW, *cells]])
    assert (told.errors, [each["state"] for each in stored]) == ([], [state])


def test_a_dispute_said_to_be_settled_without_a_day_is_asked_about(work, tmp_path):
    stored, told = take(work, tmp_path, "disputes", [[*HEAD, "结果"], [*ROW, "说好了"]])
    assert stored == []
    assert "请填办结日期" in told.errors[0].message


def test_a_result_that_says_no_state_is_asked_about(work, tmp_path):
    rows = [[*HEAD, "结果"], [*ROW, "养鸡场答应清理，还没清"]]
    stored, told = take(work, tmp_path, "disputes", rows)
    assert (stored, [each.words for each in told.strangers]) == ([], ["养鸡场答应清理，还没清"])


def test_a_kind_behind_the_word_of_the_platform_is_the_kind(work, tmp_path):
    row = [*ROW[:2], "矛盾纠纷-邻里", *ROW[3:]]
    stored, told = take(work, tmp_path, "disputes", [HEAD, row])
    assert (told.errors, len(stored)) == ([], 1)


def test_done_at_once_is_done_on_the_day_of_the_row(work, tmp_path):
    head = ["登记日期", "途径", "诉求内容", "分流", "办结时间", "办理结果"]
    row = ["2026-11-03", "来访", "咨询低保", "求助", "当场办结", "已答复"]
    stored, told = take(work, tmp_path, "intakes", [head, row])
    assert told.errors == []
    assert stored[0]["done_on"] == date(2026, 11, 3)


def test_a_day_of_another_month_or_of_two_numbers_is_asked_in_a_sheet_of_one_month(work, tmp_path):
    title = ["北村调解记录（十月）"]
    stored, told = take(
        work, tmp_path, "disputes",
        [title, HEAD, ["3/10", *ROW[1:]], ["10/13", *ROW[1:3], "吵架", "司法所"], ["9月30日", *ROW[1:3], "借钱", "司法所"]],
    )  # fmt: skip
    assert {each["found_on"] for each in stored} == {date(2026, 10, 13)}
    asked = [(error.row, error.offers) for error in told.errors]
    assert asked == [(3, ("3月10日", "10月3日")), (5, ("2026-09-30",))]


def test_a_village_behind_a_date_in_the_title_is_that_of_the_table(work, tmp_path):
    rows = [["2026年10月北村夜巡"], ["日期", "带班人", "人数"], ["10.5", "张三", 3]]
    stored, told = take(work, tmp_path, "patrols", rows)
    assert (told.errors, len(stored)) == ([], 1)


@pytest.mark.parametrize(
    ("over", "heading", "cell", "loss"),
    [
        ("各村发案统计", "损失（万元）", "2.5", 25_000),
        ("各村发案统计", "损失（万元）", "15000元", 15_000),
        ("单位：起、万元", "电诈损失", 2, 20_000),
        ("各村发案统计（金额单位：万元）", "电诈损失", "1.2", 12_000),
        ("单位：万元", "电诈损失", "3000元", 3_000),
        ("单位：万元", "损失（元）", 3000, 3_000),
        ("单位：起、元", "电诈损失", 3000, 3_000),
    ],
)
def test_a_loss_in_ten_thousands_is_read_as_such(work, tmp_path, over, heading, cell, loss):
    rows = [[over], ["月份", "村", "电诈起数", heading], ["2026-10", "北村", 1, cell]]
    stored, told = take(work, tmp_path, "incident-counts", rows)
    assert stored[0]["fraud_loss"] == loss
    assert any("按万元读" in note for note in told.notes) == (
        "万元" in over and "元）" not in heading
    )


def test_a_number_that_the_register_gives_anew_is_told(work, tmp_path):
    head = ["编号", *HEAD]
    _stored, told = take(
        work, tmp_path, "disputes", [head, ["2026-301", *ROW], [2, "10.9", *ROW[1:]]]
    )
    said = [note for note in told.notes if "表里的编号没有采用" in note]
    assert len(said) == 1
    assert "第 2 行“2026-301”登记为“2026-001”" in said[0]
    assert "第 3 行" not in said[0]


@pytest.mark.parametrize(
    ("cells", "found"),
    [(["无异常", "三轮车占道，已劝离"], [None, "三轮车占道，已劝离"]), (["否", "√"], [None, None])],
)
def test_whether_anything_was_found_is_taken_where_words_say_what(work, tmp_path, cells, found):
    head = ["夜晚", "村", "带班人", "人数", "有无异常"]
    rows = [
        head,
        *([f"2026-10-0{at + 1}", "北村", "张三", 3, cell] for at, cell in enumerate(cells)),
    ]
    stored, told = take(work, tmp_path, "patrols", rows)
    assert sorted((each["night"], each["finding"]) for each in stored) == [
        (date(2026, 10, at + 1), each) for at, each in enumerate(found)
    ]
    assert any("认不出来" in note for note in told.notes) == ("√" in cells)


def test_words_in_brackets_beside_a_count_stay_in_the_remark(work, tmp_path):
    rows = [["夜晚", "村", "带班人", "人数"], ["10.5", "北村", "张三", "4人（含民警1人）"]]
    stored, told = take(work, tmp_path, "patrols", rows)
    assert (stored[0]["people"], stored[0]["remark"]) == (4, "人数：4人（含民警1人）")
    assert any("原话没有丢" in note for note in told.notes)


def test_the_village_of_an_event_is_read_in_where_it_was_held(work, tmp_path):
    rows = [["活动日期", "开展地点", "主题", "形式"], ["10.5", "北村文化广场", "禁毒", "集中宣传"]]
    stored, told = take(work, tmp_path, "publicity-activities", rows)
    assert told.errors == []
    assert stored[0]["village_id"] is not None


@pytest.mark.parametrize(("said", "result"), [("合格", "未发现问题"), ("不合格", "发现问题")])
def test_what_an_inspection_ended_with_is_said_in_many_words(work, tmp_path, said, result):
    rows = [["日期", "检查类别", "受检单位", "检查结果"], ["10.5", "消防", "北村", said]]
    stored, _told = take(work, tmp_path, "inspections", rows)
    assert stored[0]["result"] == result


def test_a_tick_for_a_problem_is_asked_about(work, tmp_path):
    rows = [["日期", "类别", "受检单位", "存在问题"], ["10.6", "消防安全", "北村", "√"]]
    stored, told = take(work, tmp_path, "inspections", rows)
    assert stored == []
    assert "看不出是有问题还是没有问题" in told.errors[0].message


def test_a_month_of_a_year_of_two_digits_is_read(work, tmp_path):
    rows = [["年月", "村名", "盗窃"], ["26年9月", "北村", 1]]
    stored, _told = take(work, tmp_path, "incident-counts", rows)
    assert stored[0]["month"] == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("written", "stored_as"),
    [
        ("高塘镇东街村村民委员会", "东街村"),
        ("河口社区（原河口村）", "河口社区"),
        ("高塘社区", "高塘社区"),
    ],
)
def test_a_village_of_an_official_list_has_its_short_name(work, tmp_path, written, stored_as):
    rows = [
        ["统计用区划代码", "名称", "类型"],
        ["371526101203", written, "村委会" if "村" in written[-6:] else "居委会"],
    ]
    stored, told = take(work, tmp_path, "villages", rows)
    assert told.errors == []
    assert stored[0]["name"] == stored_as


@pytest.mark.parametrize(
    ("raw", "asked", "persons"),
    [
        ("95%", 20, 19),
        (97.5, 40, 39),
        ("96.67%", 30, 29),
        ("86.7", 30, 26),
        ("百分之百", 30, 30),
        ("0%", 12, 0),
    ],
)
def test_a_share_is_a_number_of_persons(raw, asked, persons):
    assert rates.counted(raw, asked, label="感到安全") == persons


@pytest.mark.parametrize(
    ("raw", "asked", "said"),
    [("98.5%", 20, "不是整数人"), ("95%", None, "没有有效样本"), ("102.5%", 40, "不是 0 到 100"),
     ("95%", 1000, "可能是 945 到 955 人"), ("良好", 20, "不是 0 到 100")],
)  # fmt: skip
def test_a_share_that_is_no_number_of_persons_is_asked(raw, asked, said):
    with pytest.raises(ValueError, match=said):
        rates.counted(raw, asked, label="感到安全")


def test_shares_of_a_poll_are_stored_as_persons_and_never_as_they_stand(work, tmp_path):
    poll = {
        "name": "三季度民调",
        "level": "县",
        "from_on": date(2026, 9, 1),
        "until_on": date(2026, 9, 5),
    }
    records.save(work, "polls", poll)
    head = ["民意调查", "村", "有效样本", "安全感（%）", "满意度（%）"]
    rows = [
        head,
        ["三季度民调", "北村", 200, 95.5, "97.5%"],
        ["三季度民调", "江村", 200, 95.3, 90.5],
    ]
    stored, told = take(work, tmp_path, "poll-results", rows)
    assert [(each["safe"], each["satisfied"]) for each in stored] == [(191, 195)]
    assert [error.row for error in told.errors] == [3]
    head[3:] = ["安全感", "满意度"]
    rows = [head, ["三季度民调", "北村", 100, 95, 0.9], ["三季度民调", "江村", 100, 94, 1]]
    stored, told = take(work, tmp_path, "poll-results", rows)
    assert [(each["safe"], each["satisfied"]) for each in stored] == [(95, 90), (94, 100)]
    assert any("“安全感”读作人数" in note for note in told.notes)
    rows = [head, ["三季度民调", "北村", 200, 95.5, 18], ["三季度民调", "江村", 20, 95, 19]]
    stored, _told = take(work, tmp_path, "poll-results", rows)
    assert [(each["safe"], each["satisfied"]) for each in stored] == [(191, 18), (19, 19)]
    rows = [head, ["三季度民调", "北村", 20, "NaN", 18], ["三季度民调", "江村", 20, "Infinity", 19]]
    stored, told = take(work, tmp_path, "poll-results", rows)
    assert (stored, [error.row for error in told.errors]) == ([], [2, 3])
