"""Plan files as the operator may choose them: what cannot be read is said, and nothing is stored."""

import zipfile
from pathlib import Path

import pytest
from builders import open_work
from PySide6.QtWidgets import QLabel
from reportlab.pdfgen import canvas
from window_steps import owned, settled

from gaotang_desktop.app import make_window
from gaotang_desktop.services import records, tasks
from gaotang_desktop.ui.desk.calm_dialog import CalmDialog
from gaotang_desktop.ui.pages.tasks.plans.confirmation import PlanConfirmation

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)


@pytest.fixture
def clerk(qtbot, tmp_path):
    work = open_work(tmp_path / "data")
    window = make_window(tmp_path / "data")
    owned(qtbot, window)
    window.show()
    window.attach(work)
    window.go("tasks")
    yield window
    work.close()


def bomb(path: Path) -> None:
    megabyte = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 30_000
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        made.open("word/document.xml", "w") as part,
    ):
        part.write(f'<w:document xmlns:w="{W}"><w:body>'.encode())
        for _ in range(300):
            part.write(megabyte)


def scanned(path: Path) -> None:
    page = canvas.Canvas(str(path))
    page.rect(50, 50, 400, 600, fill=1)
    page.showPage()
    page.save()


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("空.txt", lambda path: path.write_bytes(b""), "是空的"),
        ("乱.txt", lambda path: path.write_bytes(bytes(range(256)) * 40), "文字"),
        ("大.txt", lambda path: path.write_text("夜巡。\n" * 2_000_000, "utf-8"), "超过4兆"),
        ("旧.wps", lambda path: path.write_bytes(OLD_WORD), "另存为 .docx"),
        ("炸弹.docx", bomb, "256 MB"),
        ("扫描.pdf", scanned, "扫描的图片"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_in_a_sentence(qtbot, clerk, tmp_path, name, make, said):
    path = tmp_path / name
    make(path)
    clerk.current_page().plans.read_file(path)
    settled(qtbot, clerk)
    (dialog,) = clerk.findChildren(CalmDialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert said in words
    assert records.listing(clerk.desk.work, "plans").ids == ()
    dialog.accept()


def test_five_hundred_tasks_and_odd_lines_are_confirmed_and_stored(qtbot, clerk, tmp_path):
    lines = [f"{at}、第{at}件事。（责任单位：派出所、第{at % 40}村）" for at in range(1, 499)]
    lines += ["499、夜巡。责任单位：", "500、第7件事。（责任单位：派出所、第7村）"]
    path = tmp_path / "方案.txt"
    path.write_text("某办〔2024〕1号\n某镇工作方案\n一、任务\n" + "\n".join(lines), "utf-8")
    clerk.current_page().plans.read_file(path)
    settled(qtbot, clerk)
    dialog = clerk.findChild(PlanConfirmation)
    assert dialog.keep.text() == "导入 500 项任务"
    told = {each.title: [w.text for w in each.clause.warnings] for each in dialog.draft.entries}
    assert any("后面是空的" in words for words in told["夜巡"])
    assert any("同一项任务" in words for words in told["第7件事"])
    dialog.keep.click()
    settled(qtbot, clerk)
    assert len(tasks.matrix(clerk.desk.work).tasks) == 500
