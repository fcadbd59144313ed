"""Villages that fill in their forms, for tests."""

from openpyxl import load_workbook

from gaotang_desktop.domain import periods
from gaotang_desktop.services.sheets.forms import sending

AUGUST = periods.month(2026, 8)


def fill(path, *rows, to=None):
    """Write ``{header: value}`` into the rows below the example, the begun ones first."""
    book = load_workbook(path)
    page = book.worksheets[0]
    heads = {str(cell.value).rstrip("*").split("（")[0]: cell.column for cell in page[5]}
    for number, row in enumerate(rows, start=7):
        for head, value in row.items():
            page.cell(number, heads[head]).value = value
    book.save(to or path)
    return to or path


def night(leader="张三", people=4, **more):
    """A row of the patrol form."""
    return {"带班人": leader, "人数": people, **more}


def sent(work, folder, kind="patrols", **named):
    """The form of each village by its name."""
    written = sending.send(work, kind, AUGUST, folder, **named)
    return {each.village: each.file for each in written}
