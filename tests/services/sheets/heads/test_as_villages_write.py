"""Tables, words and chat lines as villages write them: each is taken as it was meant, or asked about."""

from datetime import datetime

import builders
import pytest
from openpyxl import Workbook

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports

# Ledger, rows of the sheet (cells parted by |), its fields, what is stored of them.
SHEETS = {
    "year, month and day in columns of their own": (
        "patrols", ["北村夜巡", "日期|||带班|人数", "年|月|日|", "2026|11|2|张三|3", "2026|11|9|李四|4"],
        "night people", ["2026-11-02 3", "2026-11-09 4"]),
    "month and day alone": (
        "patrols", ["北村夜巡", "月|日|带班人|人数", "11|2|张三|3"], "night", ["2026-11-02"]),
    "a list that stands on its side": (
        "patrols", ["11月份夜巡", "项目|11月1日|11月8日", "村名|北村|江村", "带班人|张三|李四", "人数|3|4"],
        "night village_id leader people", ["2026-11-01 北村 张三 3", "2026-11-08 江村 李四 4"]),
    "months across a list that stands on its side": (
        "incident-counts", ["北村2026年发案（截至2026年10月）", "项目|9月|10月", "警情|3|4", "盗窃|0|1", "电诈起数|0|0"],
        "month alarms thefts", ["2026-09 3 0", "2026-10 4 1"]),
    "groups whose last word is another": (
        "key-group-counts",
        ["2026年11月底数", "村|社区矫正||刑满释放|", "|人数|已帮扶|人数|已管控", "北村|1|1|3|2"],
        "category total managed", ["刑满释放 3 2", "社区矫正 1 1"]),
    "figures up to the end of a month": (
        "key-group-counts",
        ["底数（截至2026年10月31日）", "村|人员类别|总数|已管控", "北村|社区矫正|2|1"], "month total", ["2026-10 2"]),
    "a month without its year is the last one": (
        "incident-counts", ["11月份发案统计", "村|警情", "北村|2"], "month alarms", ["2026-11 2"]),
    "a week without its year goes from Monday to Sunday": (
        "dispute-reports", ["排查周报（11月16日—11月22日）", "村|排查起数", "北村|2"], "week", ["2026年第47周"]),
    "how many in the heading's unit": (
        "patrols", ["日期|村|领班|巡逻员（人）", "11月2日|北村|张三|3"], "leader people", ["张三 3"]),
    "headings that ask": (
        "missed-nights", ["村|哪天没巡|为啥没巡", "北村|11月5日|大风"], "night reason", ["2026-11-05 大风"]),
    "a count beside the result": (
        "spot-checks", ["日期|村|抽查人|在岗情况", "11月6日|北村|王强|3人在岗", "11月6日|江村|王强|空岗"],
        "result remark", ["在岗 在岗情况：3人在岗", "脱岗 "]),
    "none in a column of ten thousands": (
        "incident-counts", ["2026年10月", "村|电诈起数|损失（万元）", "北村|1|2.5", "江村|无|无"],
        "frauds fraud_loss", ["0 0", "1 25000"]),
    "a dispute that nobody has settled yet": (
        "disputes", ["发现日期|村|类别|简要情况|责任单位|是否化解", "11月6日|北村|邻里纠纷|漏水|派出所|未化解"],
        "state", ["待化解"]),
    "what was done is the answer": (
        "opinions", ["日期|村|意见|办理结果|答复时间", "11月2日|北村|路灯不亮|已于11月6日修复|11月7日"],
        "state answer", ["已答复 已于11月6日修复"]),
    "the only poll of the title's period and level": (
        "poll-results", ["2026年第三季度镇自测结果", "村|样本量|满意人数", "北村|50|47"], "poll_id sample", ["三季度自测 50"]),
    "shares with a half under other words": (
        "poll-results", ["2026年第三季度镇自测结果", "村|样本量|满意率", "北村|40|92.5%"], "sample satisfied", ["40 37"]),
    "the day on which it was put right": (
        "findings", ["问题|责任村|发现日期|是否整改到位|整改到位时间", "签到不全|北村|11月2日|是|11月8日"],
        "put_right_on", ["2026-11-08"]),
    "the day on which an intake came and a spot's name": (
        "intakes", ["收到日期|来访人|村|诉求|方式", "11月2日|王芳|北村|低保|来访"], "received_on", ["2026-11-02"]),
    "villages of a week side by side, beside weeks that are counted": (
        "publicity-turns", ["周次|宣传时间|村1|村2", "1|12月7日-12月13日|北村|江村"], "week village_id",
        ["2026年第50周 北村", "2026年第50周 江村"]),
    "a village in the first of its rows": (
        "key-group-counts", ["2026年11月底数", "村|类别|总数|已管控", "北村|社区矫正|1|1", "|刑满释放|2|2", "江村|社区戒毒|1|0"],
        "village_id category", ["北村 刑满释放", "北村 社区矫正", "江村 社区戒毒"]),
    "from the first to the last of a month": (
        "incident-counts", ["统计时段：2026年10月1日至10月31日", "村|警情", "北村|4"], "month", ["2026-10"]),
    "days alone under a month without its year": (
        "publicity-activities", ["北村11月宣传登记", "几号|怎么宣传的|讲了啥", "6|大喇叭|反诈"], "held_on form topic",
        ["2026-11-06 广播 反诈"]),
    "whether anybody stood there": (
        "spot-checks", ["日期|村|抽查组|是否在岗", "11月6日|北村|王强|否"], "result checked_by", ["脱岗 王强"]),
    "who leads, with his post": (
        "patrols", ["日期|村|带班领导及职务|人数", "11月18日|北村|孟书记|6"], "leader", ["孟书记"]),
    "one month before every figure": (
        "incident-counts", ["村|10月警情|10月盗窃", "北村|3|1"], "month alarms thefts", ["2026-10 3 1"]),
    "a name and a telephone in one cell": (
        "units", ["成员单位|联络员及电话", "水务所|卫民13500000002"], "name liaison phone",
        ["水务所 卫民 13500000002", "派出所  "]),
    "none in a row of its own": (
        "disputes", ["村|发现日期|类别|简要情况|责任单位", "北村|11月10日|邻里纠纷|漏水|派出所", "江村|||本月未排查出矛盾纠纷|"],
        "village_id", ["北村"]),
    "whether anybody stood there, beside what was wrong": (
        "spot-checks", ["日期|村|抽查组|是否在岗|问题", "11月6日|北村|王强|是|", "11月6日|江村|王强|否|无人值守"],
        "village_id result", ["北村 在岗", "江村 脱岗"]),
    "whether anybody was away": (
        "spot-checks", ["日期|村|抽查人|是否脱岗", "11月6日|北村|王强|是", "11月6日|江村|王强|否"],
        "village_id result", ["北村 脱岗", "江村 在岗"]),
    "the rounds of the rotation": (
        "publicity-turns", ["轮次|宣传周|村|是否完成", "第三轮|第45周|北村|是"], "round state", ["3 完成"]),
}  # fmt: skip
CHATS = {
    "who went along is counted": (
        "patrols", "11月20日夜巡\n1. 北村：带班刘波，队员张军、李明，20:00-22:00，正常", "leader people", ["刘波 3"]),
    "the day in brackets over a list of tonight": (
        "patrols", "今晚（11月20日）夜巡接龙\n1. 北村 张三 3人 20:00-22:00", "night", ["2026-11-20"]),
    "what was found and done": (
        "patrols", "11月20日夜巡\n1. 北村 张三 3人 20:00至22:00开展夜巡 发现配电箱没锁，已通知电工",
        "start end finding handling remark", ["20:00 22:00 配电箱没锁 已通知电工 "]),
    "a log without years": (
        "publicity-activities",
        "[11月24日 16:32] 北村王建国：我村今天开展反诈宣传，入户走访32户\n[11月24日 17:05] 江村石磊: 今天召开村民代表会，参会45人",
        "held_on village_id form households audience",
        ["2026-11-24 北村 入户走访 32 ", "2026-11-24 江村 村民代表大会  45"]),
    "a dispute with its category and its unit by the way": (
        "disputes", "1、北村：11月20日排查出邻里纠纷1起，因排水发生争吵，派出所负责，正在调解\n2、江村：无",
        "found_on category_id unit_id state", ["2026-11-20 邻里纠纷 派出所 化解中"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    def fill(work):
        for name in ("北村", "江村"):
            builders.village(work, name)
        builders.unit(work, "派出所")
        days = {"from_on": datetime(2026, 9, 20).date(), "until_on": datetime(2026, 9, 28).date()}
        records.save(work, "polls", {"name": "三季度自测", "level": "镇自测", **days})

    folder = tmp_path_factory.mktemp("villages") / "data"
    work, _ = builders.open_filled(folder, fill, now=datetime(2026, 11, 28, 9, 0))
    yield work
    work.close()


def taken(work, kind, sheet):
    return imports.import_rows(work, kind, sheet, dry_run=False, progress=Silent(), name="来表")


def read(work, kind, rows, path):
    book = Workbook()
    for row in rows:
        cells = [cell or None for cell in row.split("|")]
        book.active.append([int(c) if c and c.isdecimal() else c for c in cells])
    book.save(path)
    return imports.read(kind, path, work=work)


def stored(work, kind, names):
    listed = records.listing(work, kind).only(names.split())
    return sorted(
        " ".join(fields.show(each, value) for each, value in zip(listed.fields, row, strict=True))
        for row in listed.rows
    )


@pytest.mark.parametrize("what", [*SHEETS, *CHATS])
def test_what_a_village_wrote_is_taken_as_it_was_meant(office, tmp_path, what):
    kind, said, names, meant = {**SHEETS, **CHATS}[what]
    if what in SHEETS:
        sheet = read(office, kind, said, tmp_path / "来表.xlsx")
    else:
        sheet = imports.read_pasted(kind, said, work=office)
    told = taken(office, kind, sheet)
    found = stored(office, kind, names)
    if told.imported:
        office.undo()
    assert (found, [each.message for each in told.errors]) == (sorted(meant), [])


def test_a_figure_below_one_group_never_serves_another(office, tmp_path):
    rows = ["2026年11月底数", "村|社区矫正||刑满释放|", "|人数|见面数|人数|已管控", "北村|5|1|3|2"]
    told = taken(
        office, "key-group-counts", read(office, "key-group-counts", rows, tmp_path / "表.xlsx")
    )
    assert stored(office, "key-group-counts", "category total managed") == ["刑满释放 3 2"]
    assert told.rejected == 1
    office.undo()


def test_a_table_of_another_ledger_below_is_told_and_no_row_of_this_one(office, tmp_path):
    rows = [
        "一、夜巡情况", "日期|村|带班|人数", "11月21日|北村|石磊|3",
        "二、宣传情况", "日期|村|形式|主题", "11月21日|北村|广播|反诈",
    ]  # fmt: skip
    told = taken(office, "patrols", read(office, "patrols", rows, tmp_path / "表.xlsx"))
    assert (told.imported, told.rejected) == (1, 0)
    assert any("另一张表（“二、宣传情况”）" in note for note in told.notes)
    office.undo()


def test_several_disputes_in_one_line_of_the_chat_are_asked(office):
    text = "1、北村：11月20日排查出邻里纠纷2起，派出所负责，正在调解\n2、江村：无"
    told = taken(office, "disputes", imports.read_pasted("disputes", text, work=office))
    assert (told.imported, told.rejected) == (0, 1)


def test_a_row_whose_village_stands_nowhere_is_asked(office, tmp_path):
    rows = ["2026年11月底数", "村|类别|总数|已管控", "北村|社区矫正|1|1", "|社区矫正|2|2"]
    told = taken(
        office, "key-group-counts", read(office, "key-group-counts", rows, tmp_path / "表.xlsx")
    )
    assert (told.imported, told.rejected) == (1, 1)
    office.undo()


def test_decisions_are_those_of_the_meeting_in_the_title(office, tmp_path):
    held = records.save(
        office, "meetings", {"held_on": datetime(2026, 11, 2).date(), "topic": "平安建设研判会"}
    )
    rows = [
        "2026年11月2日平安建设研判会议定事项",
        "事项|责任单位|完成时间要求",
        "加强巡逻|派出所|11月20日前",
    ]
    told = taken(
        office, "meeting-decisions", read(office, "meeting-decisions", rows, tmp_path / "表.xlsx")
    )
    listed = records.listing(office, "meeting-decisions").only(["meeting_id", "due_on"])
    [(meeting, due)] = listed.rows
    assert (meeting.id, f"{due}", told.rejected) == (held, "2026-11-20", 0)
    office.undo()
    office.undo()


def test_a_list_on_its_side_whose_columns_are_of_something_unknown_is_asked(office, tmp_path):
    rows = ["2026年11月发案（北村）", "项目|东片|西片", "警情|3|4", "盗窃|0|1", "电诈起数|0|0"]
    told = taken(
        office, "incident-counts", read(office, "incident-counts", rows, tmp_path / "表.xlsx")
    )
    assert (told.imported, told.rejected) == (0, 2)


@pytest.mark.parametrize("head", ["是否巡逻", "是否未巡", "是否开展夜巡"])
def test_yes_and_no_under_another_question_than_who_stood_there_are_asked(office, tmp_path, head):
    rows = [f"日期|村|抽查人|{head}", "11月6日|北村|王强|是", "11月6日|江村|王强|否"]
    with pytest.raises(imports.Unreadable):
        taken(office, "spot-checks", read(office, "spot-checks", rows, tmp_path / "表.xlsx"))


def test_a_month_of_long_ago_without_its_year_is_asked(office, tmp_path):
    rows = ["3月份发案统计", "村|警情", "北村|2"]
    told = taken(
        office, "incident-counts", read(office, "incident-counts", rows, tmp_path / "表.xlsx")
    )
    assert (told.imported, told.rejected) == (0, 1)
    assert [each.words for each in told.gaps[0].offers] == ["2026-03"]
