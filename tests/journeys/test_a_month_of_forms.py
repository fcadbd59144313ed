"""A month of forms, in the window: sent to 24 villages, gathered with three bad ones, mended, done."""

import shutil
import subprocess

import builders
import libreoffice
import pdfplumber
import pytest
from form_filling import fill, night
from openpyxl import load_workbook
from window_steps import settled

from gaotang_desktop.domain import periods
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.forms import returned, sending
from gaotang_desktop.services.sheets.forms.found import State
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.frame.navigation import Entry
from gaotang_desktop.ui.ledgers.form_gathering import FormGathering, look_through
from gaotang_desktop.ui.ledgers.form_standing import FormStanding
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview
from gaotang_desktop.ui.pages.patrols.page import PatrolsPage
from gaotang_desktop.ui.pages.workbench.page import WorkbenchPage
from gaotang_desktop.ui.printing.paper_preview import PaperPreview

SEPTEMBER = periods.month(2026, 9)
VILLAGES = [f"{mark}村" for mark in "东南西北上下前后甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    with opened.database.operation("登记村") as session:
        for name in VILLAGES:
            records.store(session, "villages", {"name": name, "kind": "行政村"})
    yield opened
    opened.close()


@pytest.fixture
def window(qtbot, work):
    from window_steps import owned

    made = MainWindow([Entry.of(WorkbenchPage), Entry.of(PatrolsPage)], memory=Memory(work.folder))
    owned(qtbot, made)
    made.resize(1366, 728)
    made.attach(work)
    made.show()
    settled(qtbot, made)
    return made


def opened(window, kind):
    return window.current_page().findChildren(kind)[-1]


def form_line(window):
    return next((each for each in window.current_page().day.todos if each.when == "待收"), None)


def count(work):
    return len(records.listing(work, "patrols").ids)


def printed_standing(qtbot, window, path):
    """The list on paper: who has not sent comes first, nobody is left out."""
    standing = window.current_page().show_forms()
    settled(qtbot, window)
    standing = standing or window.current_page().findChildren(FormStanding)[-1]
    standing.print.click()
    settled(qtbot, window)
    preview = opened(window, PaperPreview)
    preview.deeds.save(preview.shown, path)
    with pdfplumber.open(path) as pdf:
        rows = [row for page in pdf.pages for row in page.extract_table()]
    places = [row[rows[0].index("村")] for row in rows[1:]]
    assert sorted(each for each in places if each in VILLAGES) == sorted(VILLAGES)
    assert set(places[:2]) == {"辰村", "巳村"}
    preview.done(0)
    standing.reject()


def test_forms_of_24_villages_are_sent_gathered_mended_and_done(qtbot, window, work, tmp_path):
    window.go("patrols", {"period": "2026-09"})
    settled(qtbot, window)
    page = window.current_page()
    sending = page.send_forms()
    assert sending.take.text() == "写 24 份填报表"
    sending.set_folder(tmp_path / "发出")
    sending.take.click()
    settled(qtbot, window)
    window.go("workbench")
    settled(qtbot, window)
    assert form_line(window).what == "2026年9月平安夜巡 0/24 村已报"

    # The villages fill them in and send them under names of their own; two come later.
    back = tmp_path / "收回"
    (back / "微信").mkdir(parents=True)
    for number, name in enumerate(VILLAGES[:22]):
        form = tmp_path / "发出" / f"{name}-2026年9月平安夜巡填报表.xlsx"
        rows = [night(f"{name}带班"), night(f"{name}带班", 3)]
        if number < 3:
            rows[1] = night(f"{name}带班", ("许多", "不少", -1)[number])
        place = back / "微信" if number % 2 else back
        fill(form, *rows, to=place / f"填报表({number}).xlsx")

    # Gathered: one preview of all files, three rows of three villages are wrong.
    window.current_page().open_todo(form_line(window))
    settled(qtbot, window)
    standing = window.current_page().findChildren(FormStanding)[-1]
    assert standing.table.rowCount() == 24
    standing.reject()
    look_through(window.current_page(), window.desk, "patrols", SEPTEMBER, back)
    settled(qtbot, window)
    gathered = opened(window, FormGathering)
    assert "还没有的 2 个村：辰村、巳村。" in gathered.said.text()
    gathered.take.click()
    settled(qtbot, window)
    preview = opened(window, ImportPreview)
    assert preview.expected.rejected == 3
    assert preview.table.header[0] == "来自哪个文件"
    assert not preview.take.isEnabled()
    preview.good_only.click()
    preview.take.click()
    settled(qtbot, window)
    told = window.messages.dialog
    assert "2026年9月平安夜巡 22/24 村已报，未报：辰村、巳村，有问题待改：东村、南村、西村。" in (
        told.text.text()
    )
    told.close()
    assert count(work) == 41
    printed_standing(qtbot, window, tmp_path / "填报情况.pdf")
    copies = sorted(back.rglob("*-有问题的行.xlsx"))
    assert len(copies) == 3

    # The senders mend their copies; the two that were late come too.
    for copy in copies:
        book = load_workbook(copy)
        book.worksheets[0]["F8"].value = 5
        book.save(copy)
    for name in VILLAGES[22:]:
        shutil.copy(tmp_path / "发出" / f"{name}-2026年9月平安夜巡填报表.xlsx", back)
    look_through(window.current_page(), window.desk, "patrols", SEPTEMBER, back)
    settled(qtbot, window)
    gathered = opened(window, FormGathering)
    states = [each.state for each in gathered.files]
    assert (states.count(State.KNOWN), states.count(State.READY), states.count(State.EMPTY)) == (
        22, 3, 2,
    )  # fmt: skip
    gathered.take.click()
    settled(qtbot, window)
    preview = opened(window, ImportPreview)
    assert (preview.expected.imported, preview.expected.unchanged) == (3, 3)
    preview.take.click()
    settled(qtbot, window)
    assert count(work) == 44
    window.go("workbench")
    settled(qtbot, window)
    assert form_line(window) is None

    # One undo for each gathering.
    window.undo()
    settled(qtbot, window)
    assert count(work) == 41
    assert form_line(window).what == "2026年9月平安夜巡 22/24 村已报"
    window.undo()
    settled(qtbot, window)
    assert count(work) == 0
    assert form_line(window).what == "2026年9月平安夜巡 0/24 村已报"


# In UTF-8, whatever the system's own encoding is.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


@pytest.mark.skipif(libreoffice.program() is None, reason="LibreOffice is not installed")
def test_forms_resaved_by_another_program_are_gathered_as_well(work, tmp_path):
    written = sending.send(work, "patrols", SEPTEMBER, tmp_path / "发出")
    for number, (each, kind) in enumerate(zip(written, ("xls", "ods", CSV, "xlsx"), strict=False)):
        filled = fill(each.file, night(), to=tmp_path / f"{number}.xlsx")
        subprocess.run(
            [libreoffice.program(), f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
             "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "收回"), str(filled)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    looked = returned.look(work, tmp_path / "收回")
    assert [(each.state, each.rows) for each in looked.files] == [(State.READY, 1)] * 4
    assert {each.village for each in looked.files} == set(VILLAGES[:4])
