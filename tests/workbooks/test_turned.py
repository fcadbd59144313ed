"""Tables on their side give the rows that they would give upright."""

import pytest
from openpyxl import Workbook

from gaotang_desktop.workbooks import shapes
from gaotang_desktop.workbooks.reading import read_sheet

KNOWN = (
    "日期",
    "项目",
    "村",
    "有效样本",
    "样本",
    "感到安全",
    "安全感",
    "户数",
    "人口",
    "总户数",
    "总人口",
)


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "来表.csv"
        path.write_text(text, encoding="utf-8")
        return read_sheet(path, known=KNOWN)

    return read


def values(sheet):
    return [tuple(row.values.values()) for row in sheet.rows]


@pytest.mark.parametrize("corner", ["指标", "测评项目", ""])
def test_villages_that_stand_across_are_rows(read, corner):
    sheet = read(
        "2026年11月群众测评,,,,\n"
        f"{corner},北村,江村,全镇,备注\n安全感（%）,95,90,92,\n样本（份）,20,,40,电话\n名次,1,2,,\n"
        "测评单位：平安办,,,,\n"
    )
    assert sheet.header == ("村", "安全感（%）", "样本（份）", "名次")
    assert values(sheet) == [("北村", "95", "20", "1"), ("江村", "90", None, "2")]
    assert sheet.parts[0].above == ("2026年11月群众测评",)
    assert [row.values["村"] for row in sheet.aside] == ["测评单位：平安办"]
    assert sheet.where(sheet.rows[1]).endswith("第 2 行“江村”一列")


def test_a_card_of_figures_is_one_row_and_where_each_stands_is_known(tmp_path):
    book = Workbook()
    book.remove(book.active)
    for name, households in (("北村", "412户"), ("江村", 361)):
        page = book.create_sheet(name)
        for line in (
            [f"{name}简介"], ["指标", "数值", "说明"], ["总户数", households, "9月"], ["总人口", 900, None],
            ["村会计填写"],
        ):  # fmt: skip
            page.append(line)
    book.save(tmp_path / "村情.xlsx")
    sheet = read_sheet(
        tmp_path / "村情.xlsx",
        known=KNOWN,
        choose=lambda tables: shapes.together(tables, [{} for _ in tables]),
    )
    assert sheet.header == ("总户数", "总人口")
    assert values(sheet) == [("412户", 900), (361, 900)]
    assert dict(sheet.parts[1].rows) == {"总户数": 3, "总人口": 4}
    assert dict(sheet.parts[1].columns) == {"总户数": 1, "总人口": 1}


@pytest.mark.parametrize(
    "text",
    [
        "日期,北村,江村\n5日,3,4\n6日,3,4\n",
        "指标,户数,人口\n甲,3,4\n乙,3,4\n",
        "项目,北村,江村\n修路,3,4\n路灯,1,2\n",
        "村,户数,人口\n北村,3,4\n江村,1,2\n",
    ],
)
def test_other_tables_stay_upright(read, text):
    head = tuple(text.partition("\n")[0].split(","))
    assert read(text).header == head
