"""A list on the screen becomes paper in the real window: narrowed, looked at, saved, read back."""

from datetime import date
from pathlib import Path

import builders
import pdfplumber
import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinterInfo
from window_steps import owned, settled

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import drafts, own_annexes
from gaotang_desktop.ui.printing.paper_preview import PaperPreview

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("郭桥村", "刘庄村"):
        number = builders.village(opened, name)
        for day, people in ((3, 2), (5, 6), (9, 4)):
            builders.patrol(opened, number, date(2026, 10, day), people=people)
    yield opened
    opened.close()


@pytest.fixture
def clerk(qtbot, work):
    window = make_window(work.folder)
    owned(qtbot, window)
    window.resize(1366, 728)
    attach(window, work, show="patrols")
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    settled(qtbot, window)
    yield window
    for preview in window.findChildren(PaperPreview):
        preview.done(0)


def preview_of(qtbot, clerk):
    def shown():
        return [each for each in clerk.findChildren(PaperPreview) if each.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1, timeout=20_000)
    return shown()[0]


def read_back(path):
    with pdfplumber.open(path) as pdf:
        rows = [row for page in pdf.pages for row in page.extract_table()]
        return rows, "".join(page.extract_text() for page in pdf.pages)


def test_ctrl_p_prints_the_list_as_it_is_narrowed_and_sorted(qtbot, clerk, work, tmp_path):
    draft = drafts.create(work, "letter")
    page = clerk.current_page()
    page.table.set_text("郭桥村")
    page.table.sort_by("people", descending=True)
    page.table.columns.show_column("leader", False)
    qtbot.keyClick(clerk, Qt.Key.Key_P, CONTROL)
    preview = preview_of(qtbot, clerk)
    assert preview.view.page_count == 1
    assert preview.print_button.hasFocus()
    preview.annex_button.offered.actions()[0].trigger()
    assert "已经加到" in preview.said.text()
    (annex,) = own_annexes.listed(work, draft)
    (table,) = annex.blocks
    people = [each.label for each in table.columns].index("人数")
    assert [row[people] for row in table.rows] == ["6", "4", "2"]
    assert table.notes == ("只列：含“郭桥村”。",)
    preview.deeds.save(preview.shown, tmp_path / "台账.pdf")
    rows, text = read_back(tmp_path / "台账.pdf")
    assert "高塘镇2026年10月平安夜巡台账" in text
    assert "只列：含“郭桥村”" in text
    assert "带班人" not in rows[0]
    people = rows[0].index("人数")
    assert [row[people] for row in rows[1:]] == ["6", "4", "2"]


def test_the_button_stands_at_the_same_place_on_every_page_with_lists(qtbot, clerk):
    places = set()
    for key in ("tasks", "patrols", "publicity", "disputes", "inspections", "polls", "registers"):
        clerk.go(key)
        settled(qtbot, clerk)
        page = clerk.current_page()
        primary = page.primary_button.mapTo(clerk, page.primary_button.rect().topLeft())
        button = page.print_button.mapTo(clerk, page.print_button.rect().topRight())
        assert page.print_button.isVisible()
        places.add((primary.x() - button.x(), primary.y() - button.y()))
    assert len(places) == 1


def test_a_list_that_is_not_in_sight_is_read_before_it_is_printed(qtbot, clerk, work):
    village = records.references(work, "villages")[0].id
    records.save(
        work,
        "dispute-reports",
        {"week": date(2026, 10, 19), "village_id": village, "found": 0},
    )
    clerk.go("disputes")
    settled(qtbot, clerk)
    page = clerk.current_page()
    page.tabs.setCurrentWidget(page.reports)
    page.print_button.click()
    preview = preview_of(qtbot, clerk)
    assert preview.windowTitle() == "打印 · 高塘镇2026年10月排查周报台账"


def test_a_view_with_a_list_of_its_own_prints_that_list(qtbot, clerk):
    clerk.go("registers")
    settled(qtbot, clerk)
    page = clerk.current_page()
    page.tabs.setCurrentWidget(page.village)
    page.print_list()
    preview = preview_of(qtbot, clerk)
    assert preview.name == "高塘镇2026年郭桥村村档案"


def test_an_empty_list_says_so_and_opens_nothing(qtbot, clerk):
    page = clerk.current_page()
    page.table.set_text("没有这个村")
    page.print_list()
    settled(qtbot, clerk)
    assert not clerk.findChildren(PaperPreview)


def test_without_a_printer_the_window_says_what_to_do_instead(qtbot, clerk):
    clerk.current_page().print_list()
    preview = preview_of(qtbot, clerk)
    if QPrinterInfo.availablePrinterNames():
        pytest.skip("this computer has a printer")
    preview.print_button.click()
    qtbot.waitUntil(lambda: clerk.messages.dialog is not None)
    assert "保存 PDF" in clerk.messages.dialog.text.text()
    clerk.messages.dialog.leave.click()


class Reader(QObject):
    """Takes what would go to the system's PDF reader."""

    def __init__(self):
        super().__init__()
        self.files = []

    @Slot(QUrl)
    def read(self, url):
        self.files.append(Path(url.toLocalFile()))


def test_the_systems_reader_is_given_a_file_of_its_own(qtbot, clerk):
    clerk.current_page().print_list()
    preview = preview_of(qtbot, clerk)
    reader = Reader()
    QDesktopServices.setUrlHandler("file", reader, "read")
    try:
        preview.open_button.click()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    [path] = reader.files
    assert path.name == "高塘镇2026年10月平安夜巡台账.pdf"
    assert path.read_bytes() == preview.content


def test_names_are_covered_until_the_operator_asks_for_them(qtbot, clerk, work, tmp_path):
    village = records.references(work, "villages")[0].id
    kind = records.save(work, "dispute-categories", {"name": "邻里", "plan_category": "邻里"})
    given = {
        "found_on": date(2026, 10, 3), "village_id": village, "category_id": kind, "risk": "中",
        "parties": ("张三丰",), "summary": "与张三丰争地", "unit_id": builders.unit(work),
    }  # fmt: skip
    records.save(work, "disputes", given)
    clerk.go("disputes")
    settled(qtbot, clerk)
    clerk.current_page().print_list()
    preview = preview_of(qtbot, clerk)
    preview.deeds.save(preview.shown, tmp_path / "遮盖.pdf")
    preview.unmasked.click()
    settled(qtbot, clerk)
    preview.deeds.save(preview.shown, tmp_path / "全名.pdf")
    covered, whole = read_back(tmp_path / "遮盖.pdf")[1], read_back(tmp_path / "全名.pdf")[1]
    assert "张三丰" not in covered
    assert "张某某" in covered
    assert "张三丰" in whole


@pytest.mark.parametrize(
    ("page", "paper", "title"),
    [
        ("patrols", "起草夜巡通报", "关于2026年10月平安夜巡工作情况的通报"),
        ("publicity", "起草宣传通知", "集中宣传工作的通知"),
        ("inspections", "起草检查通报", "关于2026年10月检查督查情况的通报"),
        ("inspections", "起草整改通知", "关于限期整改检查督查和群众反映问题的通知"),
    ],
)
def test_a_paper_is_drafted_from_the_page_of_its_records(qtbot, clerk, page, paper, title):
    clerk.go(page)
    settled(qtbot, clerk)
    menu = clerk.current_page().print_button.menu()
    next(each for each in menu.actions() if each.text() == paper).trigger()
    settled(qtbot, clerk)
    assert clerk.current_page().key == "documents"
    assert clerk.current_page().drafts.form.title.text().endswith(title)


def test_a_slip_is_printed_as_it_was_signed(qtbot, clerk, work, tmp_path):
    office = builders.unit(work, "司法所")
    slip = records.save(work, "supervision-slips", {
        "colour": "红", "unit_id": office, "issued_on": date(2026, 10, 1),
        "answer_due_on": date(2026, 10, 6), "request": "请尽快报告。",
    })  # fmt: skip
    clerk.go("tasks")
    settled(qtbot, clerk)
    preview = clerk.current_page().print_slips([slip])
    settled(qtbot, clerk)
    preview.deeds.save(preview.shown, tmp_path / "督办单.pdf")
    with pdfplumber.open(tmp_path / "督办单.pdf") as pdf:
        said = pdf.pages[0].extract_text()
    assert "司法所" in said
    assert "请尽快报告" in said
    preview.reject()
