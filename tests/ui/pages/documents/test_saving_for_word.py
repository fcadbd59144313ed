"""保存 Word（连同字体）: offered in the menu, saved in the background, told with its size."""

import zipfile
from datetime import datetime

import builders
import pytest
from PySide6.QtWidgets import QFileDialog
from window_steps import settled

from gaotang_desktop.services.papers.word_files import WHAT_FACES_MEAN
from gaotang_desktop.ui.pages.documents.page import DocumentsPage

PAGES = (DocumentsPage,)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data", now=datetime(2026, 11, 5, 9, 0))
    yield opened
    opened.close()


def test_a_draft_is_saved_with_its_faces_and_the_size_is_told(qtbot, window, page, tmp_path):
    page.start("notice")
    settled(qtbot, window)
    lines = {each.text(): each for each in page.save_button.menu().actions()}
    line = lines["保存 Word（连同字体）…"]
    assert line.toolTip() == WHAT_FACES_MEAN
    line.trigger()
    dialog = page.findChild(QFileDialog)
    assert dialog.windowTitle() == "保存 Word（连同字体）"
    path = tmp_path / "通知.docx"
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    settled(qtbot, window)
    with zipfile.ZipFile(path) as package:
        assert "word/fonts/font1.odttf" in package.namelist()
    said = window.messages._toast.label.text()
    assert "文件里带着字体：" in said
    assert f"文件 {round(path.stat().st_size / 1024)} KB。" in said
