"""What comes out of the printer: real size, upright sheets, the pages that were asked for."""

import threading
from dataclasses import replace

import paper_samples as samples
import pypdfium2
import pytest
from PySide6.QtCore import QSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.ui.printing import printer
from gaotang_desktop.ui.printing.asking import Question
from gaotang_desktop.ui.printing.pdf_pages import QtPdfPages
from gaotang_desktop.ui.printing.pdf_view import PdfView

MM = 72 / 25.4


@pytest.fixture
def pages(qapp):
    return QtPdfPages(pdf_bytes(samples.ALL["evaluation"]())[0])


def printed(pages, path, **choices):
    device = printer.prepared(pages, "通报", both_sides=True)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(path))
    if "first" in choices:
        device.setFromTo(choices["first"], choices["last"])
    device.setCopyCount(choices.get("copies", 1))
    assert printer.print_pages(pages, device) == choices.get("count", pages.count)
    return pypdfium2.PdfDocument(path)


def ink(page):
    """The box of everything dark on a page: left, top, right, bottom in mm."""
    picture = page.render(scale=2).to_pil().convert("L").point(lambda value: value < 140 and 255)
    return [edge / 2 / MM for edge in picture.getbbox()]


def test_every_sheet_is_upright_a4_and_the_text_keeps_its_place(pages, tmp_path):
    document = printed(pages, tmp_path / "out.pdf")
    sizes = {tuple(round(side / MM) for side in page.get_size()) for page in document}
    assert sizes == {(210, 297)}
    left, top, right, _ = ink(document[1])
    assert left == pytest.approx(28, abs=1.5)
    assert top == pytest.approx(37, abs=1.5)
    assert right == pytest.approx(184, abs=1.5)


def test_an_annex_that_lies_across_is_turned_to_the_sheet_and_not_squeezed(pages, tmp_path):
    document = printed(pages, tmp_path / "out.pdf")
    across = [at for at in range(pages.count) if pages.size(at).width() > pages.size(at).height()]
    assert across
    left, top, right, bottom = ink(document[across[0]])
    # The head is at the left edge, the table goes 225 mm down, the page number is below it.
    assert left == pytest.approx(28, abs=2.5)
    assert top == pytest.approx(37, abs=1.5)
    assert 37 + 225 < bottom < 37 + 225 + 12
    assert right < 184 + 1


def test_only_the_pages_asked_for_are_printed(pages, tmp_path):
    document = printed(pages, tmp_path / "out.pdf", first=2, last=2, count=1)
    assert len(document) == 1


def test_copies_come_one_whole_set_after_the_other(pages, tmp_path):
    document = printed(pages, tmp_path / "out.pdf", first=1, last=2, count=2, copies=3)
    tops = [round(ink(page)[1]) for page in document]
    assert tops == tops[:2] * (len(tops) // 2)
    assert len(tops) in (2, 6)  # a driver that makes copies itself is given the pages once


def test_a_list_that_lies_across_is_printed_so(qapp, tmp_path):
    sheet = replace(samples.ledger(3), landscape=True)
    lying = QtPdfPages(pdf_bytes(sheet)[0])
    device = printer.prepared(lying, "台账", both_sides=False)
    assert device.duplex() is QPrinter.DuplexMode.DuplexNone
    document = printed(lying, tmp_path / "out.pdf")
    width, height = document[0].get_size()
    assert width > height


def test_without_a_printer_a_sentence_says_what_to_do(qtbot, pages):
    if QPrinterInfo.availablePrinterNames():
        pytest.skip("this machine has a printer")
    parent, said = QWidget(), []
    qtbot.addWidget(parent)
    content = pdf_bytes(samples.ledger(3))[0]
    asked = printer.ask_and_print(parent, content, "通知", both_sides=True, failed=said.append)
    assert said == []  # the window does not wait for the printers
    qtbot.waitUntil(lambda: len(said) == 1)
    assert "还没有安装打印机" in str(said[0])
    assert asked.dialog is None


def test_pages_are_made_beside_the_window_and_counted_when_they_have_gone(qtbot, tmp_path):
    parent, counts, troubles = QWidget(), [], []
    qtbot.addWidget(parent)
    content = pdf_bytes(samples.ALL["evaluation"]())[0]
    printing = printer.Printing(
        parent, content, "通报", both_sides=True, failed=troubles.append, done=counts.append
    )
    device = printer.prepared(QtPdfPages(content), "通报", both_sides=True)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "out.pdf"))
    printing.print_on(device)
    assert counts == []
    qtbot.waitUntil(lambda: bool(counts or troubles), timeout=30_000)
    assert counts == [QtPdfPages(content).count]


def test_a_printer_that_does_not_answer_is_said_and_its_late_answer_still_counts(qtbot):
    parent, answer, heard = QWidget(), threading.Event(), []
    qtbot.addWidget(parent)
    question = Question(parent, lambda: answer.wait(60), patience=0.01)
    question.slow.connect(lambda: heard.append("slow"))
    question.answered.connect(heard.append)
    question.start()
    qtbot.waitUntil(lambda: heard == ["slow"])
    answer.set()
    qtbot.waitUntil(lambda: heard == ["slow", True])


def test_drawn_pages_are_kept_up_to_24_mb_and_not_where_nobody_sees_them(qtbot, pages):
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(900, 700)
    view.show()
    sheets = view.findChild(QAbstractScrollArea, "sheets")
    sheets.show_pages(pages)
    first = sheets.picture(0, QSize(300, 400))
    for width in (1600, 1700, 1800):
        sheets.picture(1, QSize(width, 1500))
        assert sum(each.sizeInBytes() for each in sheets._drawn.values()) <= 24 << 20
    assert sheets._drawn
    view.hide()
    assert not sheets._drawn
    assert sheets.picture(0, QSize(300, 400)) == first
