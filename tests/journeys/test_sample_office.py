"""Trying the program on sample data, in the real window: marked all the time, thrown away at once."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pdfplumber
import pytest
from builders import open_work, patrol, village
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication
from window_steps import owned, settled

from gaotang_desktop import paths
from gaotang_desktop.app import make_window, move_data, open_folder
from gaotang_desktop.data.backups import make as copy_database
from gaotang_desktop.domain.errors import Conflict, StorageProblem
from gaotang_desktop.services import records
from gaotang_desktop.services.archiving import restoring
from gaotang_desktop.services.archiving import writing as archiving
from gaotang_desktop.services.demo import sample_office
from gaotang_desktop.services.papers import catalogue, word_files
from gaotang_desktop.services.sheets import exports, imports, ledger_sheets
from gaotang_desktop.ui.desk import clipboard
from gaotang_desktop.ui.frame.beginning.first_run import FirstRun

NOW = datetime(2026, 10, 24, 9, 0)
MARK = "示例数据"


def words_of(path):
    """What is written on each page, as it was written."""
    with pdfplumber.open(path) as pdf:
        return ["".join(c["text"] for c in page.chars) for page in pdf.pages]


def a_few(work, progress):
    """A year of sample data takes seconds to make; a morning's does here."""
    folder = paths.resources() / "demo"
    imports.import_sheet(work, "villages", folder / "villages.csv", progress=progress)
    patrol(work, 1, date(2026, 10, 5))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    real = tmp_path_factory.mktemp("town") / "data"
    return sample_office.make(real, now=lambda: NOW, fill=a_few)


@pytest.fixture
def sample(made):
    work = open_work(made)
    yield work
    work.close()


@pytest.mark.parametrize("name", ["patrol-circular", "patrol-form", "letter"])
def test_every_page_of_a_papers_pdf_says_that_it_is_a_sample(sample, tmp_path, name):
    catalogue.make(sample, tmp_path / "p.pdf", name)
    said = words_of(tmp_path / "p.pdf")
    assert said
    assert all(MARK in each for each in said), said


def test_a_list_and_a_word_file_say_it_too(sample, tmp_path):
    shown = records.listing(sample, "villages")
    made = ledger_sheets.sheet(sample, shown, heading="一览表")
    assert made.mark == MARK
    for name in ("notice", "letter", "patrol-form"):
        path = tmp_path / f"{name}.docx"
        word_files.save_word(catalogue.paper(sample, name), path)
        with zipfile.ZipFile(path) as packed:
            heads = [each for each in packed.namelist() if "header" in each]
            assert heads
            assert all(MARK in packed.read(each).decode() for each in heads)


def test_sheets_and_texts_of_a_sample_say_it_and_come_back_all_the_same(sample, tmp_path):
    for name in ("v.xlsx", "v.csv"):
        exports.export(sample, "patrols", tmp_path / name)
    book = load_workbook(tmp_path / "v.xlsx").active
    assert str(book["A1"].value).startswith(f"【{MARK}】")
    text = (tmp_path / "v.csv").read_text("utf-8-sig").splitlines()
    assert MARK in text[0].split(",")
    assert all("编的，不是真实情况" in line for line in text[1:])
    for name in ("v.xlsx", "v.csv"):
        result = imports.import_sheet(sample, "patrols", tmp_path / name, dry_run=True)
        assert (result.imported, result.rejected) == (0, 0), result.detail


def test_an_archive_of_a_sample_says_it_over_every_ledger_and_comes_back_as_a_sample(
    sample, tmp_path
):
    archiving.write(sample, tmp_path / "归档")
    [book] = (tmp_path / "归档").rglob("平安夜巡.xlsx")
    assert str(load_workbook(book).active["A1"].value).startswith(f"【{MARK}】")
    restoring.restore(tmp_path / "back", tmp_path / "归档", now=lambda: NOW)
    other = open_work(tmp_path / "back")
    assert other.is_sample
    other.close()


def test_a_real_office_s_sheets_bear_no_mark(tmp_path):
    work = open_work(tmp_path / "data")
    village(work)
    for name in ("v.xlsx", "v.csv"):
        exports.export(work, "villages", tmp_path / name)
    assert MARK not in str(load_workbook(tmp_path / "v.xlsx").active["A1"].value)
    assert MARK not in (tmp_path / "v.csv").read_text("utf-8-sig")
    work.close()


def test_a_real_office_prints_without_a_mark(tmp_path):
    work = open_work(tmp_path)
    village(work)
    assert catalogue.paper(work, "patrol-form").mark == ""
    work.close()


def test_a_copy_of_a_sample_stays_marked_but_is_never_thrown_away(sample, tmp_path):
    copy = tmp_path / "office"
    copy.mkdir()
    copy_database(sample.path, copy / "gaotang.sqlite")
    other = open_work(copy)
    assert other.is_sample
    other.close()
    with pytest.raises(Conflict):
        sample_office.throw_away(copy)
    assert (copy / "gaotang.sqlite").is_file()


def test_nothing_but_a_sample_is_thrown_away_or_written_over(tmp_path):
    real = tmp_path / "data"
    beside = sample_office.folder_beside(real)
    beside.mkdir()
    (beside / "mine.txt").write_text("mine")
    with pytest.raises(StorageProblem, match="改个名字"):
        sample_office.make(real)
    with pytest.raises(Conflict):
        sample_office.throw_away(beside)
    assert (beside / "mine.txt").read_text() == "mine"


def test_the_sample_is_never_inside_the_data(tmp_path):
    for real in (tmp_path / "data", Path("/"), tmp_path / "数据 #1"):
        beside = sample_office.folder_beside(real)
        assert real not in beside.parents or real == Path("/")
        assert beside.name.endswith(MARK)


# The last: it takes the sample that the others share.
def test_from_the_first_steps_to_the_sample_and_back_to_the_steps(qtbot, tmp_path, made):
    real = tmp_path / "data"
    # The sample of an earlier trial is opened as it was left.
    made.rename(sample_office.folder_beside(real))
    window = make_window(real)
    owned(qtbot, window)
    window.show()
    open_folder(window, real)
    settled(qtbot, window)
    window.findChild(FirstRun).sample.click()
    settled(qtbot, window)
    assert window.desk.work.folder == sample_office.folder_beside(real)
    assert len(records.references(window.desk.work, "villages")) == 24
    for key in ("workbench", "documents"):
        window.go(key)
        settled(qtbot, window)
        assert window.bars.sample.isVisible()
        assert MARK in window.bars.sample_words.text()
    clipboard.put_on_clipboard("今晚 3 村")
    assert QGuiApplication.clipboard().text() == f"【{MARK}】\n今晚 3 村"
    assert MARK in window.windowTitle()
    window.restore(real / "nothing.sqlite")
    assert "丢掉示例数据" in window.messages.dialog.text.text()
    window.messages.dialog.reject()
    move_data(window, tmp_path / "elsewhere")
    assert window.desk.work.is_sample
    window.messages.dialog.reject()
    window.bars.leave.click()
    settled(qtbot, window)
    assert not sample_office.folder_beside(real).exists()
    assert window.desk.work.folder == real
    assert not window.bars.sample.isVisible()
    clipboard.put_on_clipboard("今晚 3 村")
    assert QGuiApplication.clipboard().text() == "今晚 3 村"
    assert MARK not in window.windowTitle()
    assert window.findChild(FirstRun).isVisible()
    assert records.references(window.desk.work, "villages") == ()
