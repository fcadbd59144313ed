"""Ledgers of the office's own window as offices keep them: their headings, their words."""

from datetime import date

import pytest
from builders import open_work, unit, village
from openpyxl import Workbook

from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports

SHEETS = {
    "intakes": (
        ("序号", "来访时间", "来访人姓名", "所属村", "反映事项", "接待人员", "受理方式", "分流意见",
         "承办单位", "办结时间", "处理结果", "反馈时间", "群众满意度"),
        (1, "10.12", "王小二", "郭桥村", "邻居占路", "李四", "市民热线", "困难求助", "司法所",
         "10月20日", "已答复", "10.21", "比较满意"),
        {"way": "12345热线", "sort": "求助", "satisfied": "基本满意",
         "told_on": date(2026, 10, 21), "persons": ("王小二",)},
    ),
    "trouble-spots": (
        ("序号", "重点地区名称", "所属村（社区）", "突出治安问题", "整治举措", "牵头部门", "挂牌级别",
         "挂牌时间", "整治完成时限", "验收日期", "验收结果"),
        (1, "老街集贸市场", "郭桥村", "扒窃多发", "加强巡逻", "司法所", "镇级", "2026.8.1",
         "2026-12-31", "10.8", "合格"),
        {"level": "镇级挂牌", "evaluation": "达标", "measure": "加强巡逻"},
    ),
    "meetings": (
        ("会议时间", "会议名称", "会议类型", "会议地点", "会议主持人", "研判内容"),
        ("2026.10.9", "十月平安形势研判会", "形势研判会", "三楼会议室", "李主任", "电诈多发"),
        {"kind": "研判会", "topic": "十月平安形势研判会", "risks": "电诈多发"},
    ),
    "grids": (
        ("序号", "村（社区）", "网格编号", "网格员姓名", "联系方式", "网格户数", "四至范围"),
        (1, "郭桥村", "第一网格", "示例戊", "000", 120, "一、二组"),
        {"name": "第一网格", "worker": "示例戊", "households": 120, "range": "一、二组"},
    ),
    "incident-counts": (
        ("统计时间", "村居", "警情总数", "电信诈骗起数", "涉案金额", "盗窃案", "命案数", "越级上访人次",
         "非正常上访"),
        ("2026年9月", "郭桥村", 3, 1, 20000, 2, 0, 1, 0),
        {"alarms": 3, "frauds": 1, "fraud_loss": 20000, "thefts": 2, "bypassing": 1, "unlawful": 0},
    ),
    "inspections": (
        ("序号", "检查时间", "检查类型", "所在村", "检查人员", "检查内容", "检查结论"),
        (1, "2026.10.8", "九小场所", "郭桥村", "王五、赵六", "灭火器过期", "不合格"),
        {"kind": "消防安全", "text": "灭火器过期", "result": "发现问题"},
    ),
}  # fmt: skip


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened, "郭桥村")
    unit(opened, "司法所")
    yield opened
    opened.close()


def sheet(path, *rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_the_ledgers_of_an_office_come_in_under_their_own_headings(work, tmp_path):
    for kind, (header, row, wanted) in SHEETS.items():
        result = imports.import_sheet(work, kind, sheet(tmp_path / f"{kind}.xlsx", header, row))
        assert (result.imported, result.rejected) == (1, 0), (kind, result.detail)
        [made] = records.listing(work, kind).ids
        told = records.get(work, kind, made)
        assert {name: told[name] for name in wanted} == wanted, kind


def test_an_intake_that_names_a_dispute_that_there_is_not_is_refused(work, tmp_path):
    path = sheet(
        tmp_path / "诉求.xlsx",
        ("登记日期", "途径", "诉求内容", "分流", "纠纷编号"),
        ("2026-10-10", "来访", "占路", "纠纷", "2026-999"),
    )
    result = imports.import_sheet(work, "intakes", path)
    assert (result.imported, result.rejected) == (0, 1)
    assert "没有“2026-999”这个矛盾纠纷" in result.detail
