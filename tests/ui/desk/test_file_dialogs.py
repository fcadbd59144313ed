from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from gaotang_desktop.ui.desk.file_dialogs import (
    ask_for_file,
    ask_for_files,
    ask_where_to_save,
    documents_folder,
)
from gaotang_desktop.ui.desk.memory import Memory


@pytest.fixture
def parent(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def test_the_first_dialog_opens_in_the_documents_and_not_beside_the_program(parent, monkeypatch):
    folder = Path(
        QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    )
    folder.mkdir(parents=True, exist_ok=True)
    dialog = ask_where_to_save(parent, Memory(), "保存", "表.xlsx", "表格 (*.xlsx)", chosen=print)
    assert Path(dialog.directory().path()) == folder == documents_folder()
    assert Path(dialog.selectedFiles()[0]) == folder / "表.xlsx"
    assert dialog.defaultSuffix() == "xlsx"


def test_the_next_dialog_opens_where_the_last_file_went(parent, tmp_path):
    memory, got = Memory(tmp_path), []
    place = tmp_path / "上报 材料#1"
    place.mkdir()
    first = ask_where_to_save(parent, memory, "保存", "甲.pdf", "PDF (*.pdf)", chosen=got.append)
    first.fileSelected.emit(str(place / "甲.pdf"))
    assert got == [place / "甲.pdf"]
    again = ask_where_to_save(parent, Memory(tmp_path), "保存", "乙.pdf", chosen=got.append)
    assert Path(again.directory().path()) == place
    # Where files are taken from is another place than where they go.
    assert Path(ask_for_file(parent, memory, "导入", chosen=print).directory().path()) != place


def test_several_files_are_handed_over_together(parent, tmp_path):
    got = []
    dialog = ask_for_files(parent, Memory(), "添加", chosen=got.extend)
    dialog.filesSelected.emit([str(tmp_path / "甲"), str(tmp_path / "乙")])
    assert got == [tmp_path / "甲", tmp_path / "乙"]


def test_a_last_place_that_has_gone_is_forgotten(parent, tmp_path):
    memory = Memory()
    memory.write("files/saved_in", str(tmp_path / "U盘"))
    dialog = ask_where_to_save(parent, memory, "保存", "表.xlsx", chosen=print)
    assert Path(dialog.directory().path()) == documents_folder()


def test_a_dialog_for_files_goes_when_it_is_closed(qtbot, parent):
    for _each in range(3):
        ask_for_file(parent, Memory(), "打开", chosen=print).reject()
    qtbot.waitUntil(lambda: not parent.findChildren(QFileDialog), timeout=2_000)
