"""Forms as other offices head them, for every ledger, each with what it says."""

from datetime import datetime

import builders
import pytest
from openpyxl import Workbook

from gaotang_desktop.domain import fields
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office") / "data"
    opened = builders.open_work(folder, now=datetime(2026, 11, 28, 9, 0))
    for name in ("北村", "江村", "荷塘社区"):
        builders.village(opened, name)
    for name in ("派出所", "司法所", "平安办", "应急办"):
        builders.unit(opened, name)
    yield opened
    opened.close()


FORMS = {
    "disputes": (
        [["矛盾纠纷排查化解台账"],
         ["序号", "排查时间", "所属村", "纠纷类型", "当事人姓名", "纠纷简要情况", "责任单位", "化解时限", "化解情况"],
         [1, "2026年10月8日", "江村", "邻里", "王大明、李红", "院墙滴水", "司法所", "10月30日", "正在调解"]],
        [{"发现日期": "2026-10-08", "村": "江村", "类别": "邻里纠纷", "简要情况": "院墙滴水", "责任单位": "司法所",
          "化解期限": "2026-10-30", "状态": "化解中"}]),
    "opinions": (
        [["2025年12月意见建议收集台账"], ["时间", "村别", "意见来源", "意见建议内容", "承办单位", "答复时间", "办理结果"],
         ["12.8", "北村", "问卷", "增设垃圾桶", "平安办", "12.20", "已安装"]],
        [{"收到日期": "2025-12-08", "来源": "问卷", "内容": "增设垃圾桶", "答复日期": "2025-12-20", "答复": "已安装"}]),
    "findings": (
        [["检查日期", "责任村", "隐患内容", "整改措施", "整改时限", "整改责任单位", "整改完成日期", "整改结果"],
         ["2026.10.11", "北村", "气瓶与明火同室", "移出", "2026.10.20", "应急办", "2026.10.18", "已移出"],
         ["2026.10.11", "江村", "私拉乱接", "更换", "立行立改", "应急办", "—", None]],
        [{"发现日期": "2026-10-11", "责任村": "北村", "问题": "气瓶与明火同室", "整改期限": "2026-10-20",
          "责任单位": "应急办", "整改日期": "2026-10-18", "整改情况": "已移出"}]),
    "inspections": (
        [["检查时间", "检查类别", "被检查单位", "检查人员", "检查结果", "存在问题"],
         ["2026-10-15", "消防安全", "北村", "张三、李四", "发现问题", "灭火器过期"]],
        [{"日期": "2026-10-15", "类别": "消防安全", "村": "北村", "单位": "", "检查人": "张三、李四", "结果": "发现问题", "检查情况": ""}]),  # the problem is a finding
    "intakes": (
        [["来访群众登记表"], ["来访日期", "来访人姓名", "来访方式", "所在村", "人数", "反映问题", "接访人", "处理结果", "是否重访"],
         ["10月9日", "王大明", "来访", "北村", "1人", "占用通道", "李四", "已转司法所", "否"]],
        [{"登记日期": "2026-10-09", "途径": "来访", "村": "北村", "人数": "1", "诉求内容": "占用通道", "首问责任人": "李四",
          "办理结果": "已转司法所", "重复诉求": "否"}]),
    "publicity-activities": (
        [["入户走访登记表"], ["走访日期", "村别", "走访形式", "走访户数", "发放公开信", "宣传主题"],
         ["2026-10-21", "北村", "入户走访", "25户", "25封", "反诈"], ["北村小计", None, None, 25, 25]],
        [{"日期": "2026-10-21", "形式": "入户走访", "入户走访": "25", "发放公开信": "25", "主题": "反诈"}]),
    "places": (
        [["场所名称", "场所类型", "所属村", "详细地址", "经营者", "联系方式"],
         ["惠民药店", "药店", "荷塘社区", "—", "/", "138 0013 8002"]],
        [{"名称": "惠民药店", "所在村": "荷塘社区", "地址": "", "负责人": "", "电话": "13800138002"}]),
    "officers": (
        [["单位", "职务", "姓名", "手机号码"], ["北村", "村支书", "张 三", "'13800138000"], ["江村", "妇女主任", "李四", None]],
        [{"村": "北村", "职责": "书记·第一责任人", "姓名": "张三", "电话": "13800138000"}]),
    "grids": (
        [["行政村", "网格名称", "网格员姓名", "手机号", "网格户数", "网格范围"], ["北村", "第一网格", "张三", "13800138003", "86户", "村东"]],
        [{"村": "北村", "网格": "第一网格", "户数": "86", "范围": "村东", "电话": "13800138003"}]),
    "grid-counts": (
        [["网格员工作月报（2026年10月）"], ["村", "网格", "网格员", "走访户数", "上报事件", "办结件数", "按时办结"],
         ["北村", "第一网格", "张三", "30户", "5件", "4件", "无"]],
        [{"月份": "2026-10", "走访": "30", "上报事项": "5", "办结": "4", "按期办结": "0"}]),
    "incident-counts": (
        [["统计时间", "村名", "接警数", "电信诈骗起数", "损失金额（万元）"],
         ["2026年10月", "北村", "3起", "1起", 2.5], ["2026年10月", "江村", "２", 1, "1.2万元"]],
        [{"村": "北村", "警情": "3", "电诈起数": "1", "电诈损失": "25000"}, {"村": "江村", "警情": "2", "电诈损失": "12000"}]),
    "key-group-counts": (
        [["月份", "村", "人员类别", "总人数", "已管控人数"], ["2026年10月", "北村", "社区矫正", 5, "5人"],
         ["2026年10月", "江村", "社区矫正", 5, "100%"], ["2026年10月", "荷塘社区", "刑释人员", 1, 1]],
        [{"村": "荷塘社区", "类别": "刑满释放"}, {"村": "北村", "类别": "社区矫正", "总数": "5", "已管控帮扶": "5"}]),
    "dispute-reports": (
        [["周次", "村", "排查数", "上报时间", "填报人"], ["2026年10月19日-10月25日", "江村", "零", "10月23日", "李四"],
         ["10.19-10.25", "北村", "无", "10月23日", "王五"], ["10.19-10.27", "荷塘", "1", None, None]],
        [{"周": "2026年第43周", "村": "江村", "排查出": "0", "上报日期": "2026-10-23", "上报人": "李四"},
         {"周": "2026年第43周", "村": "北村", "排查出": "0"}]),
    "meetings": (
        [["会议时间", "会议类型", "会议主题", "会议地点", "参会单位", "缺席"],
         ["2026年10月20日上午9时30分", "研判会", "平安形势", "三楼", "派出所、司法所", "应急办"]],
        [{"会议日期": "2026-10-20", "类别": "研判会", "议题": "平安形势", "地点": "三楼"}]),
    "spot-checks": (
        [["抽查日期", "村", "抽查时间", "抽查人", "在岗情况"], [46300, "北村", 0.875, "李四", "在岗"]],
        [{"夜晚": "2026-10-05", "抽查时间": "21:00", "结果": "在岗"}]),
    "trouble-spots": (
        [["重点部位名称", "所在村", "突出治安问题", "牵头单位", "挂牌级别", "挂牌时间"],
         ["集市", "北村", "盗窃多发", "派出所", "镇级挂牌", "2026年9月1日"]],
        [{"部位": "集市", "村": "北村", "突出问题": "盗窃多发", "级别": "镇级挂牌", "挂牌日期": "2026-09-01"}]),
    "polls": (
        [["民调名称", "调查级别", "开始日期", "结束日期"], ["第三季度民调", "镇自测", "2026-9-1", "2026年9月10日"]],
        [{"名称": "第三季度民调", "级别": "镇自测", "结束": "2026-09-10"}]),
    "missed-nights": ([["时间", "村居", "未开展原因"], ["11月20日", "江村", "大雪"]], [{"夜晚": "2026-11-20", "原因": "大雪"}]),
    "patrols": (
        [["高塘镇北村夜间巡逻记录表（2026年10月）"], ["巡逻日期", "巡逻时间", "带队人", "巡逻人数", "巡逻路线", "发现问题", "处理情况"],
         ["10月5日", "20:00-22:00", "张三", 3, "东头", "路灯坏了", "已报"], ["10月6日", "8点左右", "张三", 3, "东头", "无", "无"],
         ["10月7日", "20:00-22:00", "张三", 3, "/", "无", "正常"], ["第 1 页 共 1 页"]],
        [{"夜晚": "2026-10-05", "村": "北村", "路线与重点部位": "东头", "发现": "路灯坏了", "处置": "已报"},
         {"夜晚": "2026-10-07", "村": "北村", "路线与重点部位": "", "发现": "", "处置": ""}]),
}  # fmt: skip
ASKED = {"officers": 1, "findings": 1, "key-group-counts": 1, "dispute-reports": 1, "patrols": 1}


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_of_another_office_says_the_same_here(work, tmp_path, kind):
    rows, meant = FORMS[kind]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "来表.xlsx")
    told = imports.import_sheet(work, kind, tmp_path / "来表.xlsx")
    listed = records.listing(work, kind)
    known = {each.label: each for each in records.fields_for(kind)}
    stored = [
        {label: fields.show(each, row[listed.column(each.name)]) for label, each in known.items()}
        for row in listed.rows
    ]
    assert len(stored) == len(meant), told.errors
    for said in meant:
        assert said in [{label: row[label] for label in said} for row in stored]
    assert len({error.row for error in told.errors}) == ASKED.get(kind, 0)


def test_a_roster_of_duty_is_a_ledger_of_nights_too(work, tmp_path):
    text = "日期,值班村,带班领导,值班人员,值班时间,人数\n2026/11/20,北村,张三,李四 王五,20:00-24:00,3\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    told = imports.import_sheet(work, "patrols", tmp_path / "a.csv", dry_run=True)
    assert (told.imported, told.errors) == (1, [])
    assert "值班时间”是开始" in "".join(told.notes)


def test_what_other_words_told_is_said(work, tmp_path):
    (tmp_path / "a.csv").write_text("夜晚,所属村,未巡事由\n2026-10-05,北村,下雨\n", "utf-8")
    told = imports.import_sheet(work, "missed-nights", tmp_path / "a.csv")
    assert told.imported == 1
    assert "请核对：“所属村”是村、“未巡事由”是原因。" in "".join(told.notes)


def test_a_column_of_states_that_say_something_else_is_asked_about_not_left_out(work, tmp_path):
    text = (
        "排查日期,村,类别,内容,责任单位,化解情况\n2026-10-28,北村,邻里,院墙,司法所,双方谈过一次\n"
    )
    (tmp_path / "a.csv").write_text(text, "utf-8")
    told = imports.import_sheet(work, "disputes", tmp_path / "a.csv", dry_run=True)
    assert (told.imported, told.rejected) == (0, 1)  # left out it would be 待化解
    assert [each.column for each in told.errors] == ["化解情况"]
