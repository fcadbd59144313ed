"""Tables as other offices, phones and old clerks make them: taken as they were meant, or asked about."""

from datetime import date, datetime

import builders
import pytest
from openpyxl import Workbook

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports

# Ledger, what is pasted (cells parted by |), its fields, what is stored of them.
SHEETS = {
    "questions of a form that was filled in on a phone": (
        "opinions",
        "提交者（自动）|提交时间（自动）|1.您所在的村（必填）|2.您的意见或建议（必填）|3.是否需要回复\n甲|2026/11/20 10:23:11|北村|路灯坏了|是",
        "received_on village_id text state", ["2026-11-20 北村 路灯坏了 待办理"]),
    "who filled in a form went on no patrol": (
        "patrols", "填写人|填写时间|Q1.所在村|Q2.巡逻日期|Q3.带班人|Q4.参加人数\n小张|2026-11-21 22:10|北村|2026-11-21|张三|4",
        "leader people names", ["张三 4 "]),
    "both sides of a dispute with their places in brackets": (
        "disputes", "发现日期|村|当事人（甲方）|当事人（乙方）|类别|简要情况|责任单位\n2026.11.2|北村|张老三|李老四|邻里纠纷|滴水|派出所",
        "parties", ["张老三、李老四"]),
    "days of a month without their word": (
        "patrols", "2026年11月夜巡（填人数）\n村|带班人|2|9|16\n北村|张三|3|4|", "night people", ["2026-11-02 3", "2026-11-09 4"]),
    "weeks that are counted beside their days": (
        "publicity-turns", "2026年12月排班\n周次|时间|宣传村\n第一周|12月1日-12月6日|北村\n第二周|12月7日-12月13日|江村",
        "week village_id", ["2026年第49周 北村", "2026年第50周 江村"]),
    "villages across over weeks": (
        "publicity-turns", "2026年12月轮训\n日期|北村|江村\n12月7日-13日|√|\n12月14日-20日||√", "week village_id",
        ["2026年第50周 北村", "2026年第51周 江村"]),
    "reports of weeks with villages across": (
        "dispute-reports", "周|北村|江村\n2026年第46周|1|0\n2026年第47周|2|1", "week village_id found",
        ["2026年第46周 北村 1", "2026年第46周 江村 0", "2026年第47周 北村 2", "2026年第47周 江村 1"]),
    "the poll that the title calls by its name": (
        "poll-results", "三季度自测结果\n名次|村|有效样本|安全感（%）\n1|北村|50|96", "poll_id sample safe", ["三季度自测 50 48"]),
    "grids with their village before them": (
        "grid-counts", "10月份网格员月报\n网格名称|走访户数|上报事件|办结数|按时办结率\n北村一网格|62|5|5|80%\n北村第2网格|48|3|3|100%",
        "village_id grid in_time", ["北村 一网格 4", "北村 二网格 3"]),
    "levels in the names of polls": (
        "polls", "调查名称|调查时间\n第四季度镇自测|2026年11月1日-11月10日", "name level", ["第四季度镇自测 镇自测"]),
    "shops by what they are": (
        "places", "药店名单\n药店名称|地址|经营者\n仁和药店|江村街1号|刘敏", "name place_type village_id", ["仁和药店 药店 江村"]),
    "a village of the town's register that is a neighbourhood": (
        "villages", "统计用区划代码|名称\n610528103202|新街居委会\n610528103203|城关村居委会", "name kind", ["城关村 社区", "新街社区 社区"]),
    "who led among the names": (
        "patrols", "巡逻时间|村|巡逻人员\n2026-11-05 20:00-22:00|北村|张建国（带班）、周平、吴刚", "night start leader people",
        ["2026-11-05 20:00 张建国 3"]),
    "a time behind the night": (
        "patrols", "夜巡时间|村|带班人|人数\n2026-11-21 20:30|江村|李明|3\n2026年11月20日晚|北村|张三|3", "night start people",
        ["2026-11-20  3", "2026-11-21 20:30 3"]),
    "opinions that one cell numbers": (
        "opinions", "村|征求意见日期|意见建议\n北村|11月2日|1.路灯不亮；2.垃圾清运不及时", "text", ["垃圾清运不及时", "路灯不亮"]),
    "the day of an inspection over what it found": (
        "findings", "问题整改清单（2026年11月10日督查）\n责任村|存在问题|整改措施|整改情况\n北村|台账不全|补齐|正在整改", "found_on how", ["2026-11-10 正在整改"]),
    "the day on which it was counted": (
        "key-group-counts", "统计时间：2026年11月20日\n村|类别|总数|管控率\n北村|社区矫正|4|75%", "month total managed", ["2026-11 4 3"]),
    "two posts of one person": (
        "officers", "姓名|所在村|村内职务\n张建国|北村|党支部书记、村委会主任", "role remark", ["书记·第一责任人 村内职务：党支部书记、村委会主任"]),
    "one role over its names": (
        "officers", "网格员花名册\n村|网格|网格员|电话\n北村|一网格|周平|13611110001", "role name phone", ["网格员 周平 13611110001"]),
    "what is to be checked goes before the matter that it is of": (
        "checklist-items", "场所类型|检查项目|检查标准\n餐饮|消防|通道畅通", "text", ["通道畅通"]),
    "banners that are counted": (
        "publicity-activities", "日期|村|宣传形式\n11.6|江村|悬挂横幅3条", "form remark", ["标语 宣传形式：悬挂横幅3条"]),
    "a kind of unit by its whole word": ("units", "单位|类别\n水利站|镇直单位", "name kind", ["水利站 镇直"]),
    "an answer beside what goes on": (
        "opinions", "收集日期|村|意见|办理情况|答复日期\n11月2日|北村|路灯不亮|办理中|\n11月6日|江村|桥栏损坏|已修好，11月10日完成|11月10日",
        "state answer", ["办理中 ", "已答复 已修好，11月10日完成"]),
    "a patrol as it is reported in a whole sentence": (
        "patrols", "【北村】11月20日晚8点至10点，由支部书记张建国带队，一行5人对村内重点部位进行巡逻，未发现异常。",
        "night leader people remark", ["2026-11-20 支部书记张建国 5 对村内重点部位进行巡逻"]),
    "broadcasts that are counted in a chat": (
        "publicity-activities", "11月25日宣传\n北村 庭院会 参加群众35人\n江村 大喇叭广播3次", "form remark", ["广播 大喇叭广播3次", "庭院会 "]),
    "shares as parts of one under a rate": (
        "poll-results", "三季度自测结果\n村|样本|满意率\n北村|50|0.94\n江村|40|1", "sample satisfied", ["40 40", "50 47"]),
    "persons with their telephones under their roles": (
        "officers", "村|包村干部/电话|书记/电话\n北村|韩梅/13900000011|张建国/13800000001", "role name phone",
        ["书记·第一责任人 张建国 13800000001", "包村干部 韩梅 13900000011"]),
    "a finding that was struck off": (
        "findings", "排查时间|责任村|隐患|实际完成时间|是否销号\n2026/11/2|北村|护栏破损|2026/11/9|是", "put_right_on how",
        ["2026-11-09 已整改到位"]),
    "the export of a platform of grids": (
        "grid-counts", "所属区划|网格名称|统计周期|走访数|事件上报数|事件办结数|按期办结数\n某县/高塘镇/北村|北村第一网格|2026-10|62|5|5|4",
        "month grid handled", ["2026-10 一网格 5"]),
    "who came, in a chat": (
        "intakes", "11月24日来访登记\n北村 王秀英 反映低保未批\n江村 反映征地补偿", "persons matter", ["王秀英 反映低保未批", " 反映征地补偿"]),
    "groups with the unit behind their names": (
        "key-group-counts", "2026年10月底数\n村|社区矫正（人）|社区矫正（人）管控|刑释人员（人）|刑释人员（人）管控\n北村|2|2|3|1",
        "category total managed", ["刑满释放 3 1", "社区矫正 2 2"]),
    "reasons in the cells of a month": (
        "missed-nights", "村|11月5日|11月12日|11月19日\n北村|大雨||\n江村||人员外出|大风", "night reason",
        ["2026-11-05 大雨", "2026-11-12 人员外出", "2026-11-19 大风"]),
    "a day of figures alone over a chat": (
        "patrols", "【夜巡打卡】11.26\n北村：带班张建国，队员周平、吴刚，20:00—22:00，正常✅", "night people", ["2026-11-26 3"]),
    "what a sheet of checks is of, in its title": (
        "inspections", "宣传工作督查记录\n督查时间|被督查村|督查结果\n11月13日|北村|合格", "kind result", ["宣传督查 未发现问题"]),
}  # fmt: skip
ASKED = {
    "a month of names without how many": ("patrols", "11月夜巡值班表\n村|1日|8日|15日\n北村|张建国|孙丽|周平"),
    "the first week of a month, or of a year": ("publicity-turns", "2026年12月排班\n周|村\n第一周|北村"),
    "a household in each row": ("publicity-activities", "北村入户走访登记\n走访日期|户主姓名|走访人\n11月5日|王大|孙丽"),
    "what is done without its day": ("findings", "发现日期|责任村|问题|整改情况\n11月2日|北村|台账不全|11月14日已补齐"),
    "a share that is no whole number": ("grid-counts", "月份|村|网格|走访|上报|办结|按期办结率\n2026-10|北村|一网格|9|4|4|60%"),
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    def fill(work):
        north = builders.village(work, "北村")
        builders.village(work, "江村")
        builders.unit(work, "派出所")
        for name in ("一网格", "二网格"):
            records.save(work, "grids", {"village_id": north, "name": name})
        poll = {"name": "三季度自测", "level": "镇自测"}
        days = {"from_on": date(2026, 9, 10), "until_on": date(2026, 9, 20)}
        records.save(work, "polls", {**poll, **days})

    folder = tmp_path_factory.mktemp("tables") / "data"
    work, _ = builders.open_filled(folder, fill, now=datetime(2026, 11, 28, 9, 0))
    yield work
    work.close()


def taken(work, kind, text):
    sheet = imports.read_pasted(kind, text.replace("|", "\t"), work=work)
    return imports.import_rows(work, kind, sheet, dry_run=False, progress=Silent(), name="粘贴")


def stored(work, kind, names):
    listed = records.listing(work, kind).only(names.split())
    return [
        " ".join(fields.show(each, value) for each, value in zip(listed.fields, row, strict=True))
        for row in listed.rows
    ]


@pytest.mark.parametrize("what", SHEETS)
def test_what_a_table_of_others_says_is_stored_as_it_was_meant(office, what):
    kind, text, names, meant = SHEETS[what]
    before = stored(office, kind, names)
    told = taken(office, kind, text)
    found = stored(office, kind, names)
    office.undo()
    for each in before:
        found.remove(each)
    assert (sorted(found), told.rejected) == (sorted(meant), 0)


@pytest.mark.parametrize("what", ASKED)
def test_what_a_table_of_others_leaves_open_is_asked(office, what):
    kind, text = ASKED[what]
    before = records.listing(office, kind).rows
    try:
        told = taken(office, kind, text)
    except imports.Unreadable:
        told = None
    assert told is None or (told.imported, told.rejected) == (0, 1)
    assert records.listing(office, kind).rows == before


def test_the_answers_to_a_form_are_no_lines_of_a_chat(office, tmp_path):
    path = tmp_path / "意见征集.csv"
    path.write_text(
        "提交者,1.您所在的村（必填）,2.您的意见（必填）\n甲,北村,路灯坏了\n乙,江村,希望修路\n",
        encoding="utf-8",
    )
    sheet = imports.read("opinions", path, work=office)
    assert [row.values["2.您的意见（必填）"] for row in sheet.rows] == ["路灯坏了", "希望修路"]


def test_names_in_the_cells_of_a_month_led_that_night(office):
    told = taken(
        office, "patrols", "2026年11月夜巡值班表\n村|人数|1日|8日|15日\n北村|3|张建国|孙丽|周平"
    )
    assert told.rejected == 0
    assert {"张建国 3", "孙丽 3", "周平 3"} <= {*stored(office, "patrols", "leader people")}
    office.undo()


def test_a_column_of_a_list_of_villages_that_is_not_kept_is_told(office):
    told = taken(office, "villages", "县|村名|曾用名|户数\n某县|北村|北庄|312")
    assert "这些列认不出来，没有导入：曾用名。" in told.notes
    office.undo()


def test_a_table_whose_cells_hold_what_villages_wrote_is_read_line_by_line(office, tmp_path):
    book = Workbook()
    for row in (
        ["村", "夜巡情况"],
        ["北村", "11月20日20:00-22:00，张建国带队4人，无异常"],
        ["江村", "11月20日19:30-21:30，李明带队3人"],
    ):
        book.active.append(row)
    book.save(tmp_path / "汇总.xlsx")
    told = imports.import_sheet(office, "patrols", tmp_path / "汇总.xlsx")
    assert told.rejected == 0
    found = stored(office, "patrols", "night village_id start leader people")
    office.undo()
    assert {"2026-11-20 北村 20:00 张建国 4", "2026-11-20 江村 19:30 李明 3"} <= {*found}


def test_a_place_that_cannot_be_read_is_not_asked_for_once_more(office):
    told = taken(office, "inspections", "食品安全检查\n日期|店名|检查情况\n11.12|小李卤肉店|正常")
    assert [each.column for each in told.errors] == ["店名"]
    assert [each.registers for each in told.strangers] == [("places",)]
