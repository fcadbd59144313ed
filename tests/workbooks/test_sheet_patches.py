"""Cells of a worksheet get another style while it is copied; all its other bytes stay."""

import re
import zipfile
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from gaotang_desktop.domain.sheets.rows import RowError
from gaotang_desktop.workbooks import marking
from gaotang_desktop.workbooks.error_copies import write_error_copy
from gaotang_desktop.workbooks.packages import MAIN, Unusual
from gaotang_desktop.workbooks.reading import read_sheet

SHEET = "xl/worksheets/sheet1.xml"


def packed(path, body, *, root=f'<worksheet xmlns="{MAIN}">', end="</worksheet>", declared="UTF-8"):
    """A workbook whose only sheet is this XML."""
    made = BytesIO()
    Workbook().save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as into:
        for name in source.namelist():
            text = f'<?xml version="1.0" encoding="{declared}"?>\n{root}{body}{end}'
            into.writestr(name, text if name == SHEET else source.read(name))
    return path


def sheet_of(content):
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(SHEET).decode()


def marks(content):
    page = load_workbook(BytesIO(content)).active
    return {
        cell.coordinate: cell.comment.text
        for row in page.iter_rows()
        for cell in row
        if cell.comment and cell.fill.fgColor.rgb == "FFF4B6B1"
    }


def words(text):
    return f't="inlineStr"><is><t>{text}</t></is></c>'


BODIES = {
    "as usual": f'<sheetData><row r="2"><c r="A2" {words("甲")}<c r="C2"><v>3</v></c></row></sheetData>',
    "no places": f"<sheetData><row/><row><c {words('甲')}<c/><c><v>3</v></c></row></sheetData>",
    "no cells": '<sheetData><row r="2"/></sheetData><pageMargins left="1" right="1" top="1" '
    'bottom="1" header="0" footer="0"/>',
    "no rows": "<sheetData/>",
    "a line break in a tag": "<sheetData><row\n r='2' s='0' ><c r='A2'\n s='0' ><v>1</v></c ></row ></sheetData>",
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_cells_that_are_there_and_those_that_are_not_are_marked(tmp_path, body):
    content = packed(tmp_path / "a.xlsx", body).read_bytes()
    places = {
        ("Sheet", row, column): f"坏{row}{column}<&>" for row in (1, 2, 4) for column in (1, 2, 4)
    }
    made = marking.marked(content, places, author="我们")
    assert marks(made) == {f"{'ABCD'[c - 1]}{r}": said for (_name, r, c), said in places.items()}
    before, after = (load_workbook(BytesIO(each)).active for each in (content, made))
    for row in before.iter_rows():
        for cell in row:
            assert after[cell.coordinate].value == cell.value
    again = marking.marked(made, {}, author="我们")
    assert marks(again) == {}


def test_a_sheet_whose_names_have_a_prefix_is_marked(tmp_path):
    body = '<x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData>'
    root, end = f'<x:worksheet xmlns:x="{MAIN}">', "</x:worksheet>"
    content = packed(tmp_path / "a.xlsx", body, root=root, end=end).read_bytes()
    made = marking.marked(content, {("Sheet", 1, 1): "坏", ("Sheet", 3, 2): "没有"}, author="我们")
    assert marks(made) == {"A1": "坏", "B3": "没有"}


@pytest.mark.parametrize(
    "body",
    ['<sheetData><row r="2"/><row r="1"/></sheetData>', "", '<sheetData><row r="1"></sheetData>'],
)
def test_what_is_built_in_an_odd_way_is_said_to_be_unusual(tmp_path, body):
    content = packed(tmp_path / "a.xlsx", body).read_bytes()
    with pytest.raises(Unusual):
        marking.marked(content, {("Sheet", 1, 1): "坏"}, author="我们")


def test_a_long_workbook_comes_back_whole(tmp_path):
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><v>{at}</v></c><c r="B{at}" {words("北村")}</row>'
        for at in range(2, 21_002)
    )
    head = f'<row r="1"><c r="A1" {words("数")}<c r="B1" {words("村")}</row>'
    body = f"<sheetData>{head}{rows}</sheetData><mergeCells><mergeCell ref='A20000:A20001'/></mergeCells>"
    path = packed(tmp_path / "长.xlsx", body)
    sheet = read_sheet(path, known=("数", "村"))
    errors = [RowError(20_001, "数", "坏"), RowError(21_001, "村", "坏了")]
    copy = write_error_copy(path, sheet, errors)
    made = copy.read_bytes()
    with zipfile.ZipFile(BytesIO(made)) as archive:
        said = archive.read("xl/comments_gt1.xml").decode()
    assert re.findall(r'ref="(\w+)".*?>([^<>]+)</t>', said) == [
        ("A20000", "坏"),
        ("B21001", "坏了"),
    ]
    assert re.findall(r'<c r="(\w+)"[^>]* s="', sheet_of(made)) == ["A20000", "B21001"]
    told = re.sub(r"<legacyDrawing [^>]*/>", "", sheet_of(made))
    assert re.sub(r' s="\d+"', "", told) == sheet_of(path.read_bytes())
