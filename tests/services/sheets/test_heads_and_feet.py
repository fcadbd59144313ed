"""Heads of several rows, and the lines round a table that are no record; without any data."""

import pytest
from openpyxl import Workbook

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports, understanding
from gaotang_desktop.services.sheets.choices import Choices


def read(tmp_path, kind, rows, *, merged=(), name="来表.xlsx"):
    """By the label of its field what each row of a sheet says, and what is told of it."""
    book = Workbook()
    for each in rows:
        book.active.append(each)
    for area in merged:
        book.active.merge_cells(area)
    book.save(tmp_path / name)
    columns, notes, sheet, *_ = understanding.columns_of(
        kind, imports.read(kind, tmp_path / name), Choices(), files=(name,)
    )
    labels = {each.name: each.label for each in records.fields_for(kind)}
    said = [{labels[f]: row.values[h] for f, h in columns.items()} for row in sheet.rows]
    return said, [*notes, *sheet.notes]


def test_a_group_says_which_of_two_columns_of_one_name_is_meant(tmp_path):
    said, notes = read(
        tmp_path, "incident-counts",
        [["月份", "村", "盗窃（起）", None, "警情（起）", None],
         ["月份", "村", "本月", "上月", "本月", "上月"],
         ["2026年10月", "北村", 1, 0, 7, 9]],
        merged=("A1:A2", "B1:B2", "C1:D1", "E1:F1"),
    )  # fmt: skip
    assert said == [{"月份": "2026年10月", "村": "北村", "盗窃": 1, "警情": 7}]
    assert any("盗窃（起）上月、警情（起）上月" in note for note in notes)


def test_a_bare_count_is_that_of_its_group(tmp_path):
    rows = [["2026年10月"], ["村", "电诈", None, "盗窃", None, None], [None, "起数", "损失（元）", "入室", "扒窃", "小计"],
            ["北村", 1, 2000, 1, 2, 3]]  # fmt: skip
    said, _notes = read(tmp_path, "incident-counts", rows)
    assert said == [{"村": "北村", "电诈起数": 1, "电诈损失": 2000, "盗窃": 3}]


def test_a_tick_below_one_of_two_states_is_that_state(tmp_path):
    head = ["日期", "村", "类别", "事由", "责任单位", "已化解", "未化解"]
    rows = [
        ["10.5", "北村", "邻里", "滴水", "司法所", "√", None],
        ["10.6", "北村", "邻里", "墙", "司法所", None, "√"],
    ]
    said, _notes = read(tmp_path, "disputes", [head, *rows])
    assert [each["状态"] for each in said] == ["已化解", "未化解"]


def test_the_village_of_a_grid_begins_its_name(tmp_path):
    rows = [["2026年10月"], ["所属网格", "网格员", "走访户数"], ["江村第一网格", "王五", 120]]
    said, _notes = read(tmp_path, "grid-counts", rows)
    assert (said[0]["村"], said[0]["网格"], said[0]["走访"]) == ("江村", "江村第一网格", 120)


def test_a_head_of_three_rows_is_one(tmp_path):
    said, _notes = read(
        tmp_path, "patrols",
        [["高塘镇夜巡"], ["日期", "村", "巡逻情况"], [None, None, "时间", None, "人员", None],
         [None, None, "起", "止", "带班人", "人数"], ["2026-10-05", "北村", "20:00", "22:00", "张三", 3]],
    )  # fmt: skip
    assert list(said[0].values()) == ["2026-10-05", "北村", "20:00", "22:00", "张三", 3]


def test_what_stands_over_a_table_is_no_part_of_its_head(tmp_path):
    rows = [["汇总表"], ["填报单位：平安办", None, None, "2026年11月2日"], ["日期", "村", "带班人", "人数"],
            ["11.2", "北村", "张三", 3]]  # fmt: skip
    said, _notes = read(tmp_path, "patrols", [[None, *each] for each in rows])
    assert said == [{"夜晚": "11.2", "村": "北村", "带班人": "张三", "人数": 3}]


def test_a_village_that_signs_below_is_that_of_the_table(tmp_path):
    rows = [["日期", "带班人", "人数"], ["10.5", "张三", 3], ["填报单位：北村"]]
    book = Workbook()
    for each in rows:
        book.active.append(each)
    book.save(tmp_path / "夜巡.xlsx")
    sheet = imports.read("patrols", tmp_path / "夜巡.xlsx")
    _columns, _notes, sheet, *_ = understanding.columns_of("patrols", sheet, Choices())
    assert sheet.parts[0].above == ("村：北村",)


def test_an_office_over_a_table_is_no_village_of_its_rows(tmp_path):
    rows = [["填报单位：镇平安办"], ["日期", "带班人", "人数"], ["10.5", "张三", 3]]
    with pytest.raises(Unreadable, match="没有“村”这一列"):
        read(tmp_path, "patrols", rows)


@pytest.mark.parametrize("kind", ["incident-counts", "grid-counts"])
def test_figures_of_which_none_is_understood_are_refused_and_never_stored_as_none(tmp_path, kind):
    rows = [
        ["2026年10月"],
        ["村", "网格", "第1周办了多少", "第2周办了多少"],
        ["北村", "一网格", 20, 22],
    ]
    with pytest.raises(Unreadable, match=r"没有认出一列|没有“走访”“上报事项”“办结”“按期办结”"):
        read(tmp_path, kind, rows)


def test_what_was_counted_since_january_is_never_the_month(tmp_path):
    rows = [["2026年10月"], ["村", "盗窃", "累计电诈", "电诈同比"], ["北村", 1, 15, "+3"]]
    said, _notes = read(tmp_path, "incident-counts", rows)
    assert said == [{"村": "北村", "盗窃": 1}]


def test_months_over_figures_are_a_row_each(tmp_path):
    rows = [["村", "9月", None, "10月", None], [None, "盗窃", "电诈", "盗窃", "电诈"],
            ["北村", 1, 0, 2, 1], ["江村", None, None, 0, 3]]  # fmt: skip
    said, notes = read(tmp_path, "incident-counts", rows)
    assert [tuple(each.values()) for each in said] == [
        ("北村", "9月", 1, 0), ("北村", "10月", 2, 1), ("江村", "10月", 0, 3),
    ]  # fmt: skip
    assert any("读成了 3 行" in note for note in notes)


def test_nights_over_what_was_done_are_a_row_each(tmp_path):
    rows = [["村", "10月5日", None, "10月6日", None], [None, "带班人", "人数", "带班人", "人数"],
            ["北村", "张三", 3, "李四", 4], ["江村", "/", "/", "王五", 5]]  # fmt: skip
    said, _notes = read(tmp_path, "patrols", rows)
    assert [(each["村"], each["夜晚"], each["带班人"], each["人数"]) for each in said] == [
        ("北村", "10月5日", "张三", 3), ("北村", "10月6日", "李四", 4), ("江村", "10月6日", "王五", 5),
    ]  # fmt: skip


def test_registered_households_are_read_under_their_group(tmp_path):
    said, _notes = read(
        tmp_path, "villages",
        [["村（社区）", "户数", None, "人口", None, "其中", None],
         [None, "户籍户", "常住户", "户籍人口", "常住人口", "60岁以上", "18岁以下"],
         ["北村", "1 024", 388, "2，871", 1402, 401, 233]],
    )  # fmt: skip
    assert said == [{"村名": "北村", "户数": "1 024", "人口": "2，871"}]


def test_who_came_is_read_and_who_should_have_come_is_not(tmp_path):
    said, notes = read(
        tmp_path, "patrols",
        [["日期", "村", "带班人", "人数", None], [None, None, None, "应到", "实到"],
         ["10月5日", "北村", "张三", 6, 4]],
    )  # fmt: skip
    assert said[0]["人数"] == 4
    assert any("人数应到" in note for note in notes)


@pytest.mark.parametrize("numbers", [[1, 2, 3, 4, 5], ["甲", "乙", "1", "2", "3"]])
def test_a_row_that_numbers_the_columns_is_no_record(tmp_path, numbers):
    rows = [["日期", "村", "带班人", "人数", "备注"], numbers, ["10月5日", "北村", "张三", 3, None]]
    said, notes = read(tmp_path, "patrols", rows)
    assert [each["村"] for each in said] == ["北村"]
    assert "第 2 行是各列的序号，没有读入。" in notes


def test_a_row_of_units_belongs_to_the_head(tmp_path):
    rows = [["村", "户数", "人口"], [None, "户", "（人）"], ["北村", 412, 1583]]
    said, _notes = read(tmp_path, "villages", rows)
    assert said == [{"村名": "北村", "户数": 412, "人口": 1583}]


FEET = [
    ["小计：3件"],
    ["合计：5件，已化解2件"],
    ["全镇", None, None, 12],
    ["全镇平均", None, None, 12],
    ["1-9月累计", "北村", None, 40],
    ["本页合计走访5户14人"],
    ["备注", None, None, None, "本月停电一次"],
    ["记录人：侯某", None, None, "平安办主任："],
    ["填报人：马某", None, "审核人：张某", "（盖章）"],
    ["测评单位：县中心（盖章）", None, None, "2026年7月2日"],
    ["抽查结论：5项中3项属实。"],
    ["共回访6户：属实2户"],
    ["本月无矛盾纠纷（零报告）"],
    ["另：林场不计入行政村。"],
    ["收集4条，办结2条。记录人：周某"],
    ["村党支部（盖章）"],
    [None, None, "共征集5条"],
    ["第 1 页 / 共 1 页　合计 4 条"],
]


@pytest.mark.parametrize("foot", FEET, ids=["".join(map(str, filter(None, each))) for each in FEET])
def test_a_line_at_the_end_is_no_record_and_is_told(tmp_path, foot):
    head = ["日期", "村", "带班人", "人数", "备注", "路线与重点部位", "发现"]
    said, notes = read(
        tmp_path, "patrols", [head, ["10月5日", "北村", "张三", 3, None, "村部", "无"], foot]
    )
    assert [each["村"] for each in said] == ["北村"]
    assert any(note.startswith("第 3 行是") for note in notes)


@pytest.mark.parametrize("answer", ["已装", None])
def test_records_of_a_single_cell_are_no_lines_below_a_table(tmp_path, answer):
    rows = [
        ["意见建议", "答复", "备注"],
        ["路灯：北街不亮", answer],
        ["共享单车乱停"],
        ["水：又黄了"],
    ]
    book = Workbook()
    for each in rows:
        book.active.append(each)
    book.save(tmp_path / "意见.xlsx")
    assert len(imports.read("opinions", tmp_path / "意见.xlsx").rows) == 3


def test_a_record_that_ends_a_table_stays_one(tmp_path):
    head = ["日期", "村", "带班人", "人数", "备注"]
    rows = [["10月5日", "北村", "张三", 3, "说明：补报"], ["10月6日", "江村", None, None, None]]
    said, _notes = read(tmp_path, "patrols", [head, *rows])
    assert [each["村"] for each in said] == ["北村", "江村"]


def card(day, who, people):
    return [
        ["北村平安夜巡记录卡", None, None, None, None, "编号：001"],
        ["日期", day, "天气", "晴", "时间", "20:00至22:00"],
        ["带队干部", who, "参加人员", f"{who}、吴刚", "参加人数", people],
        ["巡逻区域", "村部至水库"],
        ["发现情况", "无异常"],
        ["记录人：许强", None, None, "带队干部签字："],
        [],
    ]


DAYS = [("2026年11月2日", "许强", "3人"), ("2026年11月9日", "吴刚", "4人")]


def test_cards_one_below_another_are_a_record_each(tmp_path):
    rows = [line for each in DAYS for line in card(*each)]
    said, _notes = read(tmp_path, "patrols", rows)
    assert [(each["夜晚"], each["带班人"], each["人数"]) for each in said] == DAYS
    assert said[1]["路线与重点部位"] == "村部至水库"


def test_cards_on_worksheets_of_their_own_are_a_record_each(tmp_path):
    book = Workbook()
    book.remove(book.active)
    for at, each in enumerate(DAYS):
        page = book.create_sheet(f"卡{at + 1}")
        for line in card(*each):
            page.append(line)
    book.save(tmp_path / "记录卡.xlsx")
    sheet = imports.read("patrols", tmp_path / "记录卡.xlsx")
    assert [row.values["日期"] for row in sheet.rows] == [each[0] for each in DAYS]
    assert [part.above[0] for part in sheet.parts] == ["北村平安夜巡记录卡"] * 2


def test_both_sides_of_a_dispute_are_its_parties(tmp_path):
    head = ["发现日期", "村", "当事人", None, None, "类别", "简要情况", "责任单位"]
    under = [None, None, "甲方", "乙方", "丙方", None, None, None]
    rows = [["10.9", "北村", "李某根", "李某才", "王某", "邻里纠纷", "排水沟", "司法所"],
            ["10.9", "北村", "周某夫妇", "—", None, "邻里纠纷", "分居", "司法所"]]  # fmt: skip
    said, _notes = read(tmp_path, "disputes", [head, under, *rows])
    assert [each["当事人"] for each in said] == ["李某根、李某才、王某", "周某夫妇"]


def test_the_other_side_stands_beside_the_party(tmp_path):
    head = ["发现日期", "村", "当事人", "对方当事人", "类别", "简要情况", "责任单位"]
    row = ["10.9", "北村", "李某根", "王某", "邻里纠纷", "排水沟", "司法所"]
    said, _notes = read(tmp_path, "disputes", [head, row])
    assert [each["当事人"] for each in said] == ["李某根、王某"]


def test_words_about_all_villages_over_a_table_name_none(tmp_path):
    rows = [
        ["2026年10月各村报送纠纷"],
        ["发生时间", "发生地", "类别", "简要情况", "责任单位"],
        ["10.9", "北村四组", "邻里纠纷", "排水沟", "司法所"],
    ]
    said, _notes = read(tmp_path, "disputes", rows)
    assert [each["村"] for each in said] == ["北村"]


def test_two_figures_of_a_cell_are_parted_where_that_is_sure(tmp_path):
    cells = ["412户/1583人", "365户1398人", "298/1102", "240", "0.024万户/0.0861万人"]
    rows = [["村名", "总户数/总人口", "负责人"], *(["北村", cell, "张三"] for cell in cells)]
    said, notes = read(tmp_path, "villages", rows)
    assert [(each["户数"], each["人口"]) for each in said] == [
        ("412户", "1583人"), ("365户", "1398人"), ("298", "1102"), ("240", "240"), ("0.024万户", "0.0861万人"),
    ]  # fmt: skip
    assert any("一格里写着两个数" in note for note in notes)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("所属网格", "高塘镇/北村/第三网格"),
        ("所属网格", "高塘镇北村第一网格"),
        ("住址", "北村一组12号"),
        ("事发地址", "北村北街5号"),
        ("村组", "北村一组"),
        ("发生地", "北村四组"),
    ],
)
def test_a_village_that_begins_an_address_is_that_of_the_row(tmp_path, heading, cell):
    head = ["登记日期", "途径", "诉求内容", heading]
    said, notes = read(tmp_path, "intakes", [head, ["11-03", "来访", "路灯不亮", cell]])
    assert said[0]["村"] == "北村"
    assert any(f"村取自“{heading}”" in note for note in notes)


def test_an_address_without_a_village_names_none(tmp_path):
    head = ["登记日期", "途径", "诉求内容", "住址"]
    rows = [["11-03", "来访", "路灯不亮", each] for each in ("北村一组", "县城建设路8号")]
    said, _notes = read(tmp_path, "intakes", [head, *rows])
    assert [each["村"] for each in said] == ["北村", None]


def test_a_village_left_empty_below_another_stays_empty(tmp_path):
    head = ["登记日期", "途径", "诉求内容", "村"]
    rows = [["11-03", "来访", "路灯不亮", each] for each in ("北村", None, "江村")]
    said, _notes = read(tmp_path, "intakes", [head, *rows])
    assert [each["村"] for each in said] == ["北村", None, "江村"]


def test_lines_that_name_villages_hold_where_a_village_may_be_left_out(tmp_path):
    rows = [["日期", "主题", "形式", "资料(份)"], ["一、北村"], ["5月12日", "防灾", "入户", 200],
            ["二、江村"], ["6月16日", "禁毒", "入户", 35]]  # fmt: skip
    said, _notes = read(tmp_path, "publicity-activities", rows)
    assert [(each["村"], each["主题"]) for each in said] == [("北村", "防灾"), ("江村", "禁毒")]


def test_of_a_list_by_groups_the_subtotals_are_the_villages(tmp_path):
    rows = [["村", "组别", "户数", "人口"], ["北村", "一组", 70, 268], [None, "二组", 66, 251],
            ["北村小计", "2个组", 136, 519], ["江村", "东岭", 88, 310], [None, "西岭", 92, 336],
            ["江村小计", "2个组", 180, 646], ["总计", "4个组", 316, 1165]]  # fmt: skip
    said, _notes = read(tmp_path, "villages", rows)
    assert said == [
        {"村名": "北村", "户数": 136, "人口": 519},
        {"村名": "江村", "户数": 180, "人口": 646},
    ]


def test_a_group_is_never_its_village(tmp_path):
    book = Workbook()
    for each in [["村", "组别", "户数"], ["北村", "一组", 70], [None, "二组", 66]]:
        book.active.append(each)
    book.save(tmp_path / "组.xlsx")
    sheet = imports.read("villages", tmp_path / "组.xlsx")
    _columns, _notes, sheet, *_ = understanding.columns_of("villages", sheet, Choices())
    assert [question.row for question in sheet.questions] == [2]
    assert "一组的数不是全村的" in sheet.questions[0].message


def test_the_subtotal_of_a_village_is_none_of_its_grids(tmp_path):
    head = ["月份", "村", "网格", "走访户数"]
    rows = [head, ["2026-10", "北村", "一网格", 45], ["2026-10", "北村", "小计", 45]]
    said, _notes = read(tmp_path, "grid-counts", rows)
    assert [each["网格"] for each in said] == ["一网格"]


@pytest.mark.parametrize("first", ["2026年9月", "2026-09", "9月", "4"])
def test_a_total_is_no_record_where_a_month_or_a_number_stands_before_it(tmp_path, first):
    rows = [["月份", "村", "警情", "盗窃"], ["2026年9月", "北村", 5, 1], [first, "合计", 5, 1]]
    said, notes = read(tmp_path, "incident-counts", rows)
    assert [each["村"] for each in said] == ["北村"]
    assert any("合计" in note for note in notes)
