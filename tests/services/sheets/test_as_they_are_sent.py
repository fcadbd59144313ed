"""Sheets as villages send them, each with what it says; today is 28 November 2026."""

from datetime import date, datetime, time

import builders
import pytest
from openpyxl import Workbook

from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports

HEAD = ["日期", "村名", "开始时间", "结束时间", "带班人", "人数"]
D5, D6 = date(2026, 10, 5), date(2026, 10, 6)
T8, T10 = time(20), time(22)
ONE = (D5, "北村", T8, T10, "张三", 3)


def row(**said):
    usual = {"日期": "2026-10-05", "村名": "北村", "开始时间": "20:00", "结束时间": "22:00", "带班人": "张三", "人数": 3}  # fmt: skip
    return [{**usual, **said}[each] for each in HEAD]


def one(**said):
    return [HEAD, row(**said)]


def seen(**said):
    names = ("night", "village", "start", "end", "leader", "people")
    return [tuple({**dict(zip(names, ONE, strict=True)), **said}[name] for name in names)]


# What stands in the cells, what is stored; or "asked": nothing is stored and the cell is named.
SHEETS = {
    "a title, who filled it in, and a line for the signature": (
        [["高塘镇2026年10月平安夜巡登记表"], ["填报单位：北村", None, "填报人：王五"], HEAD, row(),
         ["填表人：王五", None, None, "审核人：赵六"]], seen()),
    "a head of two rows": (
        [["日期", "村名", "巡逻时间", None, "带班人", "人数"], [None, None, "开始", "结束", None, None], row()],
        seen()),
    "units and stars in the head": (
        [["日期*", "村（社区）", "开始时间（时分）", "结束时间（时分）", "带班领导姓名", "参加人数（人）"], row()], seen()),
    "line breaks in the head": ([["日 期", "村\n名", "开始\n时间", "结束\n时间", "带班\n人", "人\n数"], row()], seen()),
    "serial numbers, remarks and a total": (
        [["序号", *HEAD, "备注"], [1, *row(), "无"], [2, *row(村名="江村"), None], ["合计", None, None, None, None, None, 6, None]],
        [ONE, (D5, "江村", T8, T10, "张三", 3)]),
    "the same as above": (
        [HEAD, row(), row(日期="同上", 村名="江村", 带班人="李四"), row(日期="〃", 村名="荷塘社区", 开始时间="〃")],
        [ONE, (D5, "江村", T8, T10, "李四", 3), (D5, "荷塘社区", T8, T10, "张三", 3)]),
    "a year of two digits": (one(日期="26/10/5"), seen()),
    "the evening of a day": (one(日期="2026年10月5日晚"), seen()),
    "a day in Chinese numerals": (one(日期="二〇二六年十月五日"), seen()),
    "a day with its weekday": (one(日期="10月5日（周一）"), seen()),
    "a day with a wrong weekday": (one(日期="10月5日（周二）"), "asked"),
    "a day as a number of eight digits": (one(日期=20261005), seen()),
    "a day as a number of the spreadsheet": (one(日期=46300), seen()),
    "a day with points as text": (one(日期="10.05"), seen()),
    "a day that ends on the next": (one(日期="10月5日-6日"), "asked"),
    "the day and the hour in both times": (one(开始时间="2026-10-05 20:00", 结束时间="2026/10/5 22:00"), seen()),
    "the end after midnight": (one(结束时间="次日0:30"), seen(end=time(0, 30))),
    "midnight as 24:00": (one(结束时间="24:00"), seen(end=time(0))),
    "hours as they are spoken": (one(开始时间="晚上八点", 结束时间="十点"), seen()),
    "hours and minutes in words": (one(开始时间="20时00分", 结束时间="22时"), seen()),
    "half past eight in an evening log": (one(开始时间="八点半"), seen(start=time(20, 30))),
    "both times in one cell": (
        [["日期", "村名", "巡逻时间", "带班人", "人数"], ["2026-10-05", "北村", "20：00～22：00", "张三", 3]], seen()),
    "both times in words": (
        [["日期", "村名", "巡逻时段", "带班人", "人数"], ["2026-10-05", "北村", "晚8点至10点", "张三", 3]], seen()),
    "both times with 时": (
        [["日期", "村名", "起止时间", "带班人", "人数"], ["2026-10-05", "北村", "20时至22时", "张三", 3]], seen()),
    "people in wide digits": (one(人数="３人"), seen()),
    "people in Chinese": (one(人数="叁人"), seen()),
    "people with a classifier before the word": (one(人数="三个人"), seen()),
    "people with who is among them": (one(人数="3人（含民警1人）"), seen()),
    "people with who is among them in words": (one(人数="3（其中党员2名）"), seen()),
    "about so many people": (one(人数="三四人"), "asked"),
    "from so many to so many people": (one(人数="3~4"), "asked"),
    "more than so many people": (one(人数="10余人"), "asked"),
    "no people": (one(人数="无"), "asked"),
    "a village with its town": (one(村名="高塘镇北村"), seen()),
    "a village with its committee": (one(村名="北村村委会"), seen()),
    "a village written wide": (one(村名="北　村"), seen()),
    "a community without its word": (one(村名="荷塘"), seen(village="荷塘社区")),
    "a number before the village": (one(村名="1、北村"), seen()),
    "a misspelt village": (one(村名="北材"), "asked"),
    "a name written wide": (one(带班人="张　三"), seen()),
    "traditional characters": ([["日期", "村名", "開始時間", "結束時間", "帶班人", "人數"], row(村名="荷塘社區")], seen(village="荷塘社区")),
    "the village over the table": (
        [["填报单位：北村"], HEAD[:1] + HEAD[2:], ["2026-10-05", "20:00", "22:00", "张三", 3]], seen()),
    "the month over the table": ([["2026年10月夜巡"], HEAD, row(日期="5日")], seen()),
    "days alone under the month of the title": (
        [["北村平安巡逻签到簿（2026年10月）"], ["日", "巡逻时间", None, "参加人员", None, "人数"],
         [None, "起", "止", "带队", "队员", None], [5, "20:00", "22:00", "张三", "李四", 3],
         ["6日", "晚8点", "晚10点", "张三", "李四", "3人"]],
        [ONE, (D6, "北村", T8, T10, "张三", 3)]),
    "a day without a month": (one(日期="5日"), "asked"),
    "two tables side by side": (
        [[*HEAD, None, *HEAD], [*row(), None, *row(村名="江村")]], [ONE, (D5, "江村", T8, T10, "张三", 3)]),
    "a month across": (
        [["2026年10月夜巡情况"], ["村名", "带班人", "人数", *(f"{n}日" for n in range(1, 8))],
         ["北村", "张三", 3, None, None, None, None, "√", "✓", "×"]],
        [(D5, "北村", None, None, "张三", 3), (D6, "北村", None, None, "张三", 3)]),
}  # fmt: skip


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = builders.open_work(
        tmp_path_factory.mktemp("sent") / "data", now=datetime(2026, 11, 28, 9, 0)
    )
    for name in ("北村", "江村", "朱张村", "荷塘社区"):
        builders.village(opened, name)
    yield opened
    opened.close()


def patrols(work):
    listed = records.listing(work, "patrols").only(
        ["night", "village_id", "start", "end", "leader", "people"]
    )
    return sorted(
        (tuple(getattr(value, "label", value) for value in each) for each in listed.rows),
        key=lambda each: (each[0], each[1]),
    )


def outcome(work, told):
    found = patrols(work)
    if told.imported:
        work.undo()
    return "asked" if told.rejected and not found else found


@pytest.mark.parametrize("what", SHEETS)
def test_a_sheet_says_what_who_sent_it_meant(work, tmp_path, what):
    rows, meant = SHEETS[what]
    book = Workbook()
    for each in rows:
        book.active.append(each)
    book.save(tmp_path / "来表.xlsx")
    told = imports.import_sheet(work, "patrols", tmp_path / "来表.xlsx")
    expected = meant if meant == "asked" else sorted(meant, key=lambda each: (each[0], each[1]))
    assert outcome(work, told) == expected


TEXTS = {
    "wide commas": ("，", "utf-8"), "bars": ("|", "utf-8"), "semicolons": (";", "gb18030"),
    "tabs": ("\t", "utf-16"), "commas": (",", "utf-8-sig"),
}  # fmt: skip


@pytest.mark.parametrize("what", TEXTS)
def test_a_text_says_what_who_sent_it_meant(work, tmp_path, what):
    mark, encoding = TEXTS[what]
    lines = [mark.join(map(str, each)) for each in one()]
    (tmp_path / "来表.csv").write_text("\n".join(lines), encoding)
    assert outcome(work, imports.import_sheet(work, "patrols", tmp_path / "来表.csv")) == [ONE]


def test_a_text_in_big5_says_what_who_sent_it_meant(work, tmp_path):
    head = ["日期", "村名", "開始時間", "結束時間", "帶班人", "人數"]
    cells = [head, row(日期="10月5日", 村名="荷塘社區", 带班人="張三")]
    text = "\r\n".join(",".join(map(str, each)) for each in cells)
    (tmp_path / "来表.csv").write_bytes(text.encode("big5"))
    told = imports.import_sheet(work, "patrols", tmp_path / "来表.csv")
    assert outcome(work, told) == seen(village="荷塘社区", leader="張三")


CHATS = {
    "a list of the group": "#接龙\n10月5日夜巡\n1. 北村 张三 3人 20:00-22:00 无异常",
    "a sentence": "10月5日夜巡\n北村：今晚20:00至22:00，带班人张三，参加3人，正常。",
    "words without blanks": "10月5日夜巡\n北村张三3人 20点-22点 一切正常",
    "the day in the line": "北村 10月5日 张三 带队 3人 晚8点到10点",
    "slashes": "10月5日夜巡\n北村/张三/3人/20:00-22:00",
}


@pytest.mark.parametrize("what", CHATS)
def test_a_line_of_the_chat_says_what_who_sent_it_meant(work, what):
    sheet = imports.read_pasted("patrols", CHATS[what], work=work)
    told = imports.import_rows(
        work, "patrols", sheet, dry_run=False, progress=Silent(), name="粘贴"
    )
    assert outcome(work, told) == [ONE]
