"""Formulas whose values a file does not keep: plain ones are reckoned, all others are left."""

from openpyxl import Workbook

from gaotang_desktop.workbooks.formulas import reckoned
from gaotang_desktop.workbooks.reading import read_sheet

CELLS = {(2, 0): 3, (2, 1): 4.5, (2, 2): "北村", (3, 0): 2}


def value_of(text, **more):
    others = {(9, at): formula for at, formula in enumerate(more.values())}
    found = reckoned({(8, 0): text, **others}, lambda row, column: CELLS.get((row, column)))
    return found.get((8, 0))


def test_sums_and_products_of_numbers_and_cells_are_reckoned():
    assert value_of("=1+2") == 3
    assert value_of("=A2+$B$2*2") == 12
    assert value_of("=(A2-A3)/4") == 0.25
    assert value_of("=SUM(A2:B3,10)") == 19.5
    assert value_of("=-A3+50%*2") == -1


def test_a_formula_of_another_formula_is_reckoned_and_a_circle_is_not():
    assert value_of("=A9+1", other="=A2*2") == 7
    assert value_of("=A9+1", other="=A8") is None


def test_what_is_no_plain_sum_stays_uncomputed():
    for text in (
        "=IF(A2>1,1,0)",
        "=C2",
        "=A2&B2",
        "=SUM(C2:C3)",
        "=表!A1",
        "=A2/0",
        "=A2:B2",
        "=1+",
        "",
    ):
        assert value_of(text) is None


def test_a_sheet_without_values_is_read_with_what_its_formulas_make_and_says_so(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in (["村", "警情", "盗窃"], ["北村", "=1+2", 1], ["江村", "=B2+C2", "=IF(1,2,3)"]):
        sheet.append(row)
    path = tmp_path / "发案.xlsx"
    book.save(path)
    found = read_sheet(path, known=["村", "警情", "盗窃"])
    assert [row.values["警情"] for row in found.rows] == [3, 4]
    assert [(error.row, error.column) for error in found.errors] == [(3, "盗窃")]
    assert "有 2 格是没有存下结果的公式，照公式算出来读入了，请核对。" in found.notes
