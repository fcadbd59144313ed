"""Sheets of many ledgers that say all that is needed, though not as the template does: nothing is asked."""

from datetime import datetime

import builders
import pytest

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.choices import Choices

# Ledger, what is pasted (cells parted by blanks, 〇 for an empty one), its fields, what is stored of them.
SHEETS = {
    "the hotline over its orders is their way": (
        "intakes", "12345政务服务热线工单明细\n受理时间 诉求内容\n2026/11/2 路灯不亮", "way matter", ["12345热线 路灯不亮"]),
    "a record of visits is of visits": (
        "publicity-activities", "入户走访宣传记录表\n走访日期 走访村 参加走访人数 走访户数 宣传群众\n11月2日 北村 4人 35户 120人次",
        "form staff households audience", ["入户走访 4 35 120"]),
    "a table of joint meetings is of joint meetings, but for a row that says another": (
        "meetings", "综治中心联席会议台账\n会议时间 会议主题\n2026-11-05 冬季防控\n2026-11-06 十一月平安形势研判会",
        "kind topic", ["联席会议 冬季防控", "研判会 十一月平安形势研判会"]),
    "the day over the rows is the day of all": (
        "inspections", "检查时间：2026年11月19日\n检查项目 被检查村 检查人\n消防安全 北村 王强", "held_on kind village_id", ["2026-11-19 消防安全 北村"]),
    "a box of opinions was opened on the day of the title": (
        "opinions", "意见箱开箱记录（2026年11月10日）\n村 意见 办理情况 答复时间\n北村 装减速带 已安装 2026.11.20",
        "received_on answer state", ["2026-11-10 已安装 已答复"]),
    "words of one choice name its column": (
        "inspections", "检查日期 被检查村 检查内容\n2026.11.10 北村 消防安全\n2026.11.11 江村 消防", "kind village_id", ["消防安全 北村", "消防安全 江村"]),
    "villages across, with two figures each": (
        "key-group-counts", "2026年10月底数\n类别 北村总数 北村已管控 江村总数 江村已管控\n社区矫正 2 2 1 0",
        "village_id category total managed", ["北村 社区矫正 2 2", "江村 社区矫正 1 0"]),
    "persons by their role, one of them without a telephone": (
        "officers", "通讯录\n村 第一责任人（书记） 〇 包村干部\n〇 姓名 电话 姓名\n北村 张建国 13900000001 韩梅",
        "role name phone", ["书记·第一责任人 张建国 13900000001", "包村干部 韩梅 "]),
    "a form whose first line names two things is of one record": (
        "trouble-spots", "整治登记表\n重点地区名称 老街市场 所在村 北村\n地区类型 集贸市场 挂牌级别 镇级\n突出问题 扒窃多发\n牵头单位 派出所 挂牌时间 2026年9月10日",
        "name village_id level", ["老街市场 北村 镇级挂牌"]),
    "a line of other words at the end of a form of one record": (
        "meetings", "会议登记表\n会议时间 2026年11月16日 主持人 李镇长\n缺席单位 教办 会议议题 冬防\n会议地点 二楼 参会单位 派出所\n研判风险 岁末盗窃",
        "topic risks", ["冬防 岁末盗窃"]),
    "the export of a platform": (
        "disputes", "事件编号 上报时间 所属村 事件大类 事件小类 事件描述 当前状态 处置部门 办结时间\n"
        "GT202611 2026-11-02 北村 矛盾纠纷 邻里纠纷 漏水 已办结 派出所 2026-11-05",
        "category_id parties summary state result", ["邻里纠纷  漏水 已化解 已化解"]),
    "who went out is counted by name": (
        "patrols", "日期 村 带班人 参加人员\n11月7日 北村 周志强 周平、吴刚\n11月8日 北村 周志强 周平、周志强", "people", ["2", "3"]),
    "two networks of one person": (
        "grids", "村 网格 网格员\n江村 一网格、二网格 周平", "name worker", ["一网格 周平", "二网格 周平"]),
    "words under a count stay beside it": (
        "publicity-activities", "日期 村 形式 受众\n11月8日 北村 广播 全社区", "audience remark", [" 受众：全社区"]),
    "a report of none": ("dispute-reports", "周 村 排查件数\n2026-11-16 北村 零报告", "found", ["0"]),
    "a month over a platform's figures": (
        "grid-counts", "统计月份：2026-10\n村 网格 走访量\n北村 一网格 62", "month visits", ["2026-10 62"]),
    "a name beside his other post, and one more": (
        "officers", "村 职责 姓名 电话\n北村 网格员 张三（兼）、李四 13800000001、13800000002",
        "name phone", ["张三（兼） 13800000001", "李四 13800000002"]),
    "what people say in the chat": (
        "opinions", "北村 11月12日 群众反映路灯不亮\n江村 11月13日 希望多通一班车\n北村 刚才报的作废", "village_id text", ["江村 希望多通一班车"]),
    "a night that was withdrawn in the chat": (
        "patrols", "11月20日夜巡\n北村 张三 3人 20:00-22:00\n江村 李四 4人 20:00-22:00\n北村 作废", "leader", ["李四"]),
    "a form of publicity within its words": (
        "publicity-activities", "11月21日宣传情况\n北村：庭院会1场，参加群众32人\n江村 广播宣传冬季防火", "form audience remark",
        ["庭院会 32 ", "广播  广播宣传冬季防火"]),
    "a column that is there twice and empty once": (
        "patrols", "日期 村 带班人 人数 巡逻人数\n11月7日 北村 张三 3", "people", ["3"]),
}  # fmt: skip
ASKED = {
    "two choices in the title": ("publicity-activities", "入户走访和广播宣传记录\n日期 村\n11月2日 北村"),
    "what the sheet is, not what was checked": ("inspections", "平安建设资料台账\n日期 村\n11月2日 北村"),
    "a title of several kinds": ("inspections", "消防安全等各类检查台账\n日期 村\n11月2日 北村"),
    "the day on which it was filled in": ("inspections", "消防安全检查表\n填报日期：2026年11月19日\n村 检查人\n北村 王强"),
    "a day up to which it goes": ("inspections", "消防安全检查情况（截至2026年11月19日）\n村 检查人\n北村 王强"),
    "how many others there were": ("patrols", "日期 村 带班人 参加人员\n11月7日 北村 周志强 周平等5人"),
    "figures of two networks in one": ("grid-counts", "月份 村 网格 走访\n2026-10 江村 一网格、二网格 62"),
    "more than a number": ("publicity-activities", "日期 村 形式 受众\n11月8日 北村 广播 30余人"),
    "a column that is there twice": ("patrols", "日期 村 带班人 人数 巡逻人数\n11月7日 北村 张三 3 4"),
    "an end without its day": ("opinions", "收到日期 村 意见 办理情况\n11月7日 北村 装减速带 已安装"),
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    def fill(work):
        for name in ("北村", "江村"):
            builders.village(work, name)
        builders.unit(work, "派出所")

    folder = tmp_path_factory.mktemp("sight") / "data"
    work, _ = builders.open_filled(folder, fill, now=datetime(2026, 11, 28, 9, 0))

    def take(kind, text, **said):
        chat = text.startswith("11月") or "作废" in text
        pasted = text if chat else text.replace(" ", "\t").replace("〇", "")
        sheet = imports.read_pasted(kind, pasted, work=work)
        return imports.import_rows(
            work,
            kind,
            sheet,
            dry_run=False,
            progress=Silent(),
            name="粘贴",
            choices=Choices(**said),
        )

    yield work, take
    work.close()


def stored(work, kind, names):
    listed = records.listing(work, kind).only(names.split())
    return sorted(
        " ".join(fields.show(each, value) for each, value in zip(listed.fields, row, strict=True))
        for row in listed.rows
    )


@pytest.mark.parametrize("what", SHEETS)
def test_a_sheet_that_says_it_in_its_own_way_is_taken_at_first_sight(office, what):
    work, take = office
    kind, text, names, meant = SHEETS[what]
    told = take(kind, text)
    found = stored(work, kind, names)
    work.undo()
    assert (found, told.rejected) == (sorted(meant), 0)


@pytest.mark.parametrize("what", ASKED)
def test_what_a_sheet_leaves_open_is_asked(office, what):
    work, take = office
    kind, text = ASKED[what]
    try:
        told = take(kind, text)
    except imports.Unreadable:
        told = None
    assert told is None or (told.imported, told.rejected) == (0, 1)
    assert records.listing(work, kind).rows == ()


def test_columns_put_into_one_text_by_hand_stand_there_with_their_headings(office):
    work, take = office
    said = {"columns": {"村民小组": "remark", "党员": "remark"}}
    text = "日期 村 带班人 人数 村民小组 党员 备注\n11月7日 北村 张三 3 六组 5 雨"
    told = take("patrols", text, **said)
    assert stored(work, "patrols", "remark") == ["村民小组：六组；党员：5；雨"]
    assert "“村民小组”、“党员”、“备注”合在一起读作“备注”，每段前面写着列名。" in told.notes
    work.undo()


def test_a_bare_figure_among_shares_is_asked_beside_a_sample_of_another_size(office):
    work, take = office
    text = "2026年第三季度镇自测\n村 样本 安全感\n北村 50 46\n江村 100 96\n全镇 150 94%"
    told = take("poll-results", text.replace("全镇", "江村村委会"))
    assert [(each.row, each.offers) for each in told.errors][:1] == [(3, ("46人", "46%"))]
    work.undo()
