import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument, QTextTable
from window_steps import owned

from gaotang_desktop import paths
from gaotang_desktop.app import ENTRIES, make_window
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.frame.manual import text as manual_text
from gaotang_desktop.ui.frame.manual.window import ManualWindow

PICTURE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def window(qtbot, tmp_path):
    from builders import open_work

    from gaotang_desktop.app import attach

    work = open_work(tmp_path / "data")
    made = make_window(work.folder)
    owned(qtbot, made)
    made.show()
    attach(made, work, show="patrols")
    qtbot.waitUntil(lambda: not made.jobs.is_busy(), timeout=30_000)
    yield made
    work.close()


@pytest.fixture
def manual(qtbot, window):
    window.menus.contents.trigger()
    return window.findChild(ManualWindow)


def test_every_page_has_a_chapter_of_its_own_and_every_picture_is_there():
    chapters = {each.name: each for each in manual_text.read(paths.manual())}
    assert {entry.load().chapter for entry in ENTRIES} <= set(chapters)
    for each in chapters.values():
        for picture in manual_text.re.findall(r"!\[[^\]]*\]\(([^)]+)\)", each.text):
            assert (paths.manual() / picture).is_file(), (each.name, picture)


def test_f1_opens_the_manual_at_the_page_s_chapter_and_turns_it_on_the_next_page(qtbot, window):
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F1)
    shown = window.findChild(ManualWindow)
    assert shown.isVisible()
    assert shown.chapter == "patrols"
    assert "平安夜巡" in shown.reader.toPlainText()
    window.go("system")
    window.open_manual()
    assert window.findChildren(ManualWindow) == [shown]
    assert shown.chapter == "system"


def test_pictures_are_fitted_to_the_column_and_again_when_the_window_changes(qtbot, manual):
    manual.open_at("patrols")
    manual.resize(900, 600)
    qtbot.wait(120)
    narrow = manual.reader.loadResource(PICTURE, QUrl("images/patrols.png"))
    assert narrow.width() <= manual.reader.viewport().width() - 60
    stored = manual.reader.document().resource(PICTURE, QUrl("images/patrols.png"))
    assert QImage(stored).size() == narrow.size()
    manual.resize(1200, 600)
    qtbot.wait(120)
    wide = manual.reader.document().resource(PICTURE, QUrl("images/patrols.png"))
    assert QImage(wide).width() > narrow.width()
    assert QImage(wide).size() != QSize(0, 0)


def test_a_word_is_found_in_all_chapters_marked_and_counted(manual):
    manual.open_at("evaluation")
    manual.line.setText("回收站")
    said = [manual.contents.item(row).text() for row in range(manual.contents.count())]
    assert any(text.startswith("系统　") and text.endswith(" 处") for text in said)
    assert "回收站" in manual.reader.toPlainText()
    assert manual.reader.extraSelections()
    manual.line.setText("没有这样的话")
    assert manual.contents.count() == 0
    assert manual.said.text() == "手册里没有这几个字，换个说法试试。"
    manual.line.clear()
    assert manual.contents.count() >= len(ENTRIES)


def letter_size(reader, text):
    """How wide a letter of a line is drawn: a Chinese one is as wide as its size."""
    block = reader.document().begin()
    while block.text() != text:
        block = block.next()
    return block.layout().lineAt(0).naturalTextWidth() / len(text)


def test_headings_are_seen_to_be_headings(manual):
    manual.open_at("evaluation")
    title, heading = manual.chapters["evaluation"].title, manual.chapters["evaluation"].headings[0]
    body = letter_size(manual.reader, "“平安夜巡”")
    assert letter_size(manual.reader, heading) > 1.25 * body
    assert letter_size(manual.reader, title) > 1.25 * letter_size(manual.reader, heading)


def test_tables_have_room_and_a_head_in_the_colours_of_the_theme(qtbot, qapp, manual):
    def table():
        frames = manual.reader.document().rootFrame().childFrames()
        return next(each for each in frames if isinstance(each, QTextTable))

    manual.open_at("evaluation")
    assert table().format().cellPadding() >= 6
    light = table().cellAt(0, 0).format().background().color()
    assert light.name() == theme.colours().header.lower()
    try:
        theme.install(qapp, dark=True)
        dark = theme.colours().header.lower()
        qtbot.waitUntil(lambda: table().cellAt(0, 0).format().background().color().name() == dark)
        assert dark != light.name()
    finally:
        theme.install(qapp, dark=False)


def test_a_link_of_the_contents_leads_to_its_chapter(manual):
    manual.open_at("")
    manual.reader.anchorClicked.emit(QUrl("registers.md"))
    assert manual.chapter == "registers"


def test_lines_of_a_paragraph_are_joined_without_a_blank(tmp_path):
    text = "# 手册\n\n一句话没有完，\n第二行接着说。\n\n- 一\n- 二\n\n[甲](a.md)\n"
    (tmp_path / "README.md").write_text(text, "utf-8")
    (tmp_path / "a.md").write_text("# 甲\n\n## 小节\n\n话", "utf-8")
    first, second = manual_text.read(tmp_path)
    assert "一句话没有完，第二行接着说。\n\n- 一\n- 二" in first.text
    assert second.headings == ("小节",)


def test_without_its_files_the_manual_says_so(qtbot, tmp_path):
    shown = ManualWindow(None, tmp_path)
    qtbot.addWidget(shown)
    shown.open_at("patrols")
    assert shown.said.text() == "程序里没有带手册文件，请重新安装程序。"
