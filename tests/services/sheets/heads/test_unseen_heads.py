"""Headings in words that no list holds: read by their parts and their cells, else offered or left."""

import contextlib

import pytest
from builders import open_work, village

from gaotang_desktop.domain.sheets.rows import Part, SheetRow, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.choices import Choices
from gaotang_desktop.services.sheets.heads.reading import matched_columns


def _sheet(columns):
    places = {label: at for at, label in enumerate(columns)}
    rows = [
        SheetRow(number, dict(zip(columns, cells, strict=True)))
        for number, cells in enumerate(zip(*columns.values(), strict=True), 2)
    ]
    return SheetRows(tuple(columns), tuple(rows), (), (), "表", (Part("表", (), places, "表"),))


def _read(kind, columns):
    labels = {each.name: each.label for each in records.fields_for(kind)}
    read = matched_columns(kind, _sheet(columns))
    by_header = {header: labels[name] for name, header in read.matched.by_field.items()}
    return by_header, {header: labels[name] for header, name in read.offered.items()}


UNSEEN = [
    ("disputes", {"摸排时间": ["2026-10-09"], "拟化解时间": ["2026-10-31"], "包保责任部门": ["司法所"]},
     ["发现日期", "化解期限", "责任单位"]),
    ("findings", {"隐患具体描述": ["电线老化"], "产生原因分析": ["年久失修"], "限期整改时间": ["2026-10-30"],
                  "实际完成时间": ["2026-10-28"]}, ["问题", "原因", "整改期限", "整改日期"]),
    ("patrols", {"开始巡逻时间": ["20:00"], "出动人次": ["3人"], "上报对象": ["派出所"]}, ["开始", "人数", "报告给"]),
    ("opinions", {"征集渠道": ["问卷"], "群众意见具体内容": ["增加路灯"], "回复时间": ["2026-10-20"]},
     ["来源", "内容", "答复日期"]),
    ("units", {"部门名称": ["水利站"], "主要负责同志": ["赵强"], "具体联系人": ["孙丽"], "联系人手机": ["13800138011"]},
     ["单位名称", "负责人", "联络员", "联系电话"]),
    ("opinions", {"说的啥": ["村口路坑太深"], "哪天": ["11月1号"], "咋办的": ["垫上了"], "办完没": ["办完了"]},
     ["内容", "收到日期", "答复", "状态"]),
    ("intakes", {"来人": ["赵四"], "几人": [1], "哪村的": ["北村"], "什么事": ["补偿款没到账"], "谁接的": ["小白"],
                 "转给谁": ["财政所"]}, ["诉求人", "人数", "村", "诉求内容", "首问责任人", "交办单位"]),
    ("disputes", {"事件描述": ["两家口角"], "事件类型": ["邻里"], "办理状态": ["已办结"]}, ["简要情况", "类别", "状态"]),
    ("publicity-activities", {"题目": ["防诈"], "发宣传册": [50], "人数(人)": [60]}, ["主题", "宣传材料", "受众"]),
    ("patrols", {"日": [5, "9日", 13], "带队": ["张三"] * 3, "情况记录": ["正常", "劝离两人", "正常"]},
     ["夜晚", "带班人", "发现"]),
    ("publicity-activities", {"啥时候": ["11月3日上午"], "讲的啥": ["防诈"], "来了多少人": [28], "发了多少份": ["60张"]},
     ["日期", "主题", "受众", "宣传材料"]),
    ("publicity-activities", {"宣传时间": ["10月25日（周日）", "10月18日—19日"]}, ["日期"]),
    ("opinions", {"群众原话": ["灯坏了"], "牵头落实": ["水利站"], "反馈情况": ["已换"]}, ["内容", "办理单位", "答复"]),
    ("disputes", {"起因": ["楼上漏水", "欠钱"], "进展": ["在调", "双方和解，赔200元"]}, ["简要情况", "结果"]),
    ("disputes", {"进展": ["在调", "已化解"]}, ["状态"]),
    ("villages", {"行政村": ["北村"]}, ["村名"]),
    ("missed-nights", {"未巡逻日期": ["2026-10-20"]}, ["夜晚"]),
    ("disputes", {"哪个村": ["北村"], "谁跟谁": ["甲某、乙某"], "因为啥事": ["分家"], "谁管": ["司法所"],
                  "啥时候办完": ["2026-10-20"]}, ["村", "当事人", "简要情况", "责任单位", "办结日期"]),
    ("intakes", {"分流情况": ["意见", "求助"], "为何事": ["问路", "低保"]}, ["分流", "诉求内容"]),
    ("findings", {"问题表述": ["没有减速带"]}, ["问题"]),
    ("meetings", {"开会时间": ["2026-10-13"]}, ["会议日期"]),
    ("meeting-decisions", {"会议日期": ["2026-10-09"]}, ["会议"]),
    ("checklist-items", {"检查对象": ["加油站", "餐饮"]}, ["场所类型"]),
    ("places", {"单位名称": ["惠民超市"], "法人": ["韩冬"]}, ["名称", "负责人"]),
    ("grid-counts", {"办结事件": [3]}, ["办结"]),
    ("missed-nights", {"缺巡日期": ["2026-10-20"], "缺巡村居": ["北村"], "缺巡原因说明": ["停电"]}, ["夜晚", "村", "原因"]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "columns", "meant"), UNSEEN, ids=[each[0] for each in UNSEEN])
def test_unseen_words_are_read_by_their_parts(kind, columns, meant):
    read, offered = _read(kind, columns)
    assert (read, offered) == (dict(zip(columns, meant, strict=True)), {})


def test_what_stands_below_outweighs_the_heading():
    read, offered = _read("disputes", {"摸排时间": ["张三", "李四"], "纠纷概况": [46300, 46301]})
    assert (read, offered) == ({}, {})


def test_a_heading_that_may_be_two_fields_is_offered_not_taken():
    read, offered = _read("opinions", {"回应及反馈日期": ["2026-10-20"]})
    assert read == {}
    assert list(offered) == ["回应及反馈日期"]


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("opinions", {"署名情况": ["匿名"]}),
        ("publicity-activities", {"家长数": [45], "学生数": [96]}),
        ("intakes", {"来路": ["问路"]}),
        ("poll-results", {"不满意数": [3], "不安全人数": [1]}),
        ("patrols", {"巡逻次数": [12]}),
        ("patrols", {"日": [5, 46]}),
        ("poll-results", {"安全": [15], "比较安全": [3], "不安全": [2]}),
        ("villages", {"网格数": [6]}),
        ("intakes", {"原因分析": ["工资没有结清"]}),
        ("poll-results", {"满意度（%）上期": [96], "安全感增减": ["↑2.5"]}),
    ],
)
def test_a_word_that_is_not_known_is_never_taken_for_what_stands_beside_it(kind, columns):
    read, _offered = _read(kind, columns)
    assert read == {}


def test_of_unsure_columns_no_two_outweigh_a_sure_one():
    columns = {"刑事案件（起）": [1], "治安案件（起）": [2], "其中：电信诈骗（起）": [1]}
    assert _read("incident-counts", columns)[0] == {"其中：电信诈骗（起）": "电诈起数"}


def test_a_column_of_other_choices_is_left_out_and_not_every_row_with_it():
    read, _offered = _read("intakes", {"诉求类别": ["咨询", "求决"], "来访事项": ["问路", "办证"]})
    assert read == {"来访事项": "诉求内容"}
    read, _offered = _read("intakes", {"诉求类别": ["咨询", "纠纷"], "来访事项": ["问路", "吵架"]})
    assert "诉求类别" in read


def test_an_own_heading_wins_over_a_likelier_column():
    read, _offered = _read(
        "disputes", {"发现日期": ["2026-10-09"], "排查日期": ["2026-10-08"], "村": ["北村"]}
    )
    assert read["发现日期"] == "发现日期"
    assert "排查日期" not in read


@pytest.mark.parametrize("label", ["身份证号", "照片", "领导签字", "经度", "天气", "分值"])
def test_what_no_ledger_keeps_is_never_taken(label):
    for kind in ("disputes", "patrols", "findings", "intakes", "officers", "places"):
        read, _offered = _read(kind, {label: ["甲", "乙"]})
        assert read == {}, (kind, read)


@pytest.mark.parametrize(
    "lines",
    [
        "周,村,本周摸排\n2026-10-12,北村,4",
        "周,村,排查件数,化解件数\n2026-10-12,北村,-1,0",
    ],
)
def test_a_figure_under_words_that_nobody_could_read_is_asked_about_and_no_report_of_none(
    tmp_path, lines
):
    path = tmp_path / "周报.csv"
    path.write_text(lines, "utf-8-sig")
    with contextlib.closing(open_work(tmp_path / "data")) as work:
        village(work, "北村")
        with pytest.raises(imports.LacksColumns, match="没有“排查出”"):
            imports.import_sheet(work, "dispute-reports", path)
        assert records.listing(work, "dispute-reports").ids == ()
        answer = Choices(columns={lines.split("\n")[0].split(",")[2]: "found"})
        told = imports.import_sheet(work, "dispute-reports", path, choices=answer)
        figures = records.listing(work, "dispute-reports").only(("found",)).rows
        wrong = [each.message for each in told.errors]
    assert (figures, wrong) in (
        (((4,),), []),
        ((), ["“排查出”不能小于 0，现在是 -1。"]),
    )
