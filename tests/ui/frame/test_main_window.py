import struct
import subprocess
import sys
import threading
from datetime import date, datetime

import builders
import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from window_steps import owned

from gaotang_desktop.domain.errors import Conflict
from gaotang_desktop.domain.search import Found
from gaotang_desktop.services import records
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.frame.navigation import Entry
from gaotang_desktop.ui.page import Page
from gaotang_desktop.ui.theme import Tone


class VillagesPage(Page):
    key = "villages"
    title = "村与单位"
    icon = "map-pinned"
    chapter = "villages"
    reads = frozenset({"villages"})

    def __init__(self, desk):
        super().__init__(desk)
        self.reloads = 0
        self.shown = []
        self.line = QLineEdit()
        self.body.addWidget(self.line)
        self.words = ""

    def reload(self):
        self.reloads += 1

    def show_record(self, context):
        self.shown.append(context)

    def unsaved(self):
        return self.words

    @classmethod
    def badge(cls, desk):
        return 3, Tone.BAD


class PatrolsPage(VillagesPage):
    key = "patrols"
    title = "平安夜巡"
    icon = "moon"
    chapter = "patrols"
    reads = frozenset({"patrols"})

    @classmethod
    def badge(cls, desk):
        return None


ENTRIES = [Entry.of(VillagesPage), Entry.of(PatrolsPage, section=1)]


@pytest.fixture
def work(tmp_path):
    return builders.open_work(tmp_path / "data")


@pytest.fixture
def window(qtbot, work):
    made = MainWindow(ENTRIES, memory=Memory(work.folder), office="高塘镇综治中心")
    owned(qtbot, made)
    made.show()
    return made


@pytest.fixture
def attached(window, work, qtbot):
    window.attach(work)
    qtbot.waitUntil(lambda: window.navigation.button("villages").badge is not None)
    return window


def test_nothing_heavy_is_imported_before_the_first_paint():
    script = """
import sys
from PySide6.QtWidgets import QApplication
app = QApplication([])
from gaotang_desktop.ui import theme
theme.install(app)
from gaotang_desktop.ui.frame.main_window import MainWindow
from gaotang_desktop.ui.frame.navigation import Entry
window = MainWindow([Entry("patrols", "平安夜巡", "moon", lambda: None)])
window.show()
app.processEvents()
assert not window.grab().isNull()
heavy = "sqlalchemy alembic fontTools reportlab openpyxl pypdfium2 pypinyin docx PySide6.QtPdf numpy"
print([name for name in heavy.split() if name in sys.modules])
"""
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8"
    )
    assert run.stdout.strip() == "[]", run.stderr


def test_before_the_data_is_open_the_window_says_so(window):
    assert window._opening.words.text() == "正在打开数据…"
    assert not window.navigation.isEnabled()
    window.go("patrols")
    assert window.pages == {}


def test_only_the_page_that_is_shown_is_made(attached):
    assert set(attached.pages) == {"villages"}
    attached.go("patrols", {"village": 3})
    assert attached.pages["patrols"].shown == [{"village": 3}]
    assert attached.pages["patrols"].reloads == 1


def test_badges_are_known_before_their_page_is_made(attached):
    assert attached.navigation.button("villages").badge == (3, Tone.BAD)
    assert attached.navigation.button("patrols").badge is None


def test_a_change_reloads_the_visible_page_and_a_hidden_one_when_it_is_shown(attached, work, qtbot):
    attached.go("patrols")
    attached.go("villages")
    villages, patrols = attached.pages["villages"], attached.pages["patrols"]
    village = builders.village(work)
    qtbot.waitUntil(lambda: villages.reloads == 2)
    assert patrols.reloads == 1
    builders.patrol(work, village)
    qtbot.waitUntil(lambda: patrols.stale)
    assert (villages.reloads, patrols.reloads) == (2, 1)
    attached.go("patrols")
    assert patrols.reloads == 2
    attached.go("villages")
    attached.go("patrols")
    assert patrols.reloads == 2


def test_a_change_from_another_thread_arrives_in_the_window_s(attached, work, qtbot):
    threads = []
    attached.bus.changed.connect(lambda _changes: threads.append(threading.current_thread()))
    attached.desk.jobs.run(
        lambda _progress: builders.village(work), title="正在保存", done=lambda _id: None
    )
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.main_thread()]
    qtbot.waitUntil(lambda: not attached.jobs.is_busy(), timeout=30_000)


def test_ctrl_z_takes_back_and_the_toast_gives_it_again(attached, work, qtbot):
    builders.village(work, "郭桥村")
    qtbot.keyClick(attached, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not attached.jobs.is_busy(), timeout=30_000)
    toast = attached.messages._toast
    assert toast.label.text().startswith("已撤销：")
    assert records.listing(work, "villages").ids == ()
    toast.button.click()
    qtbot.waitUntil(lambda: not attached.jobs.is_busy(), timeout=30_000)
    assert len(records.listing(work, "villages").ids) == 1
    said = [label.text() for label in attached.strip.findChildren(QLabel)]
    assert any(each.startswith("已保存 ") for each in said), "with the time of the last change"


def test_nothing_to_take_back_is_said_in_a_toast(attached, qtbot):
    attached.undo()
    qtbot.waitUntil(lambda: not attached.jobs.is_busy(), timeout=30_000)
    assert attached.messages._toast.label.text() == "没有可以撤销的操作。"


def test_keys_go_to_pages_and_the_manual_opens_at_the_chapter(qtbot, work):
    chapters = []
    window = MainWindow(ENTRIES, manual=chapters.append)
    owned(qtbot, window)
    window.show()
    window.attach(work)
    with qtbot.waitActive(window):
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page().key == "patrols"
    qtbot.keyClick(window, Qt.Key.Key_F1)
    assert chapters == ["patrols"]
    window.close()


def moved(geometry, right, down):
    """What a window kept of its place, as if it had stood on another screen."""
    kept = bytearray(geometry)
    for at in (8, 24, len(kept) - 16):  # its frame, itself where it is not maximised, itself
        left, top, end, bottom = struct.unpack(">4i", kept[at : at + 16])
        place = left + right, top + down, end + right, bottom + down
        kept[at : at + 16] = struct.pack(">4i", *place)
    return QByteArray(bytes(kept))


@pytest.mark.parametrize("away", [(4000, 0), (-3000, -2000), (0, 2500), (1700, 900)])
def test_a_window_and_its_dialogs_come_back_from_a_screen_that_is_gone(qtbot, work, away):
    first = owned(qtbot, MainWindow(ENTRIES))
    first.resize(900, 600)
    first.show()
    memory = Memory(work.folder)
    memory.write_bytes("window/geometry", moved(first.saveGeometry().data(), *away))
    second = owned(qtbot, MainWindow(ENTRIES, memory=memory))
    second.show()
    screen = second.screen().availableGeometry()
    assert second.size() == first.size()
    assert screen.contains(second.geometry())
    dialog = Dialog(second)
    dialog.resize(700, 500)
    dialog.open()
    assert screen.contains(dialog.geometry())
    dialog.move(*away)
    dialog.stay_in_sight()
    assert screen.contains(dialog.geometry())


def test_the_page_and_the_place_of_the_window_are_found_again(qtbot, work):
    first = MainWindow(ENTRIES, memory=Memory(work.folder))
    owned(qtbot, first)
    first.show()
    first.attach(work, show="patrols")
    first.close()
    memory = Memory(work.folder)
    assert memory.read_bytes("window/geometry") == first.saveGeometry()
    second = MainWindow(ENTRIES, memory=memory)
    owned(qtbot, second)
    second.attach(work)
    assert second.current_page().key == "patrols"
    second.close()


def test_a_narrow_window_shows_icons_alone(attached):
    attached.resize(1366, 700)
    assert attached.navigation.width() == 196
    attached.resize(1100, 700)
    assert attached.navigation.width() == 56
    assert attached.navigation.button("patrols").toolTip() == "平安夜巡（Ctrl+2）"


def test_a_problem_while_reading_becomes_a_calm_dialog(attached, monkeypatch):
    def fails():
        raise Conflict("磁盘已满，没有读出来。请腾出空间后按 F5。")

    page = attached.page("patrols")
    monkeypatch.setattr(page, "reload", fails)
    attached.go("patrols")
    assert attached.messages.dialog.text.text() == "磁盘已满，没有读出来。请腾出空间后按 F5。"
    attached.messages.dialog.leave.click()
    assert attached.messages.dialog is None


def test_closing_waits_for_the_running_job(attached, qtbot):
    started, stop = threading.Event(), threading.Event()

    def slow(progress):
        started.set()
        while not stop.wait(0.01):
            progress.step(1, 2)

    attached.jobs.run(slow, title="正在导入", done=lambda _r: None)
    assert started.wait(5)
    with qtbot.waitSignal(attached.closed):
        attached.close()
    assert not attached.isVisible()
    assert not attached.jobs.is_busy()


def test_closing_asks_about_what_is_not_saved(attached, qtbot):
    attached.page("villages").words = "10月24日夜的登记表还没有保存。"
    attached.close()
    assert attached.isVisible()
    assert attached.messages.dialog.text.text() == "10月24日夜的登记表还没有保存。"
    attached.messages.dialog.leave.click()
    assert attached.isVisible()
    attached.close()
    attached.messages.dialog.act.click()
    assert not attached.isVisible()


def test_trouble_fills_the_window_with_sentences_and_deeds(window):
    pressed = []
    page = window.show_trouble(
        "数据文件损坏",
        ["数据文件 gaotang.sqlite 没有通过检查，没有改动它。", "最近一份完好的备份是昨天 08:02。"],
        [("用这份备份恢复", lambda: pressed.append("恢复")), ("打开数据文件夹", lambda: None)],
    )
    words = [label.text() for label in page.findChildren(QLabel)]
    assert "数据文件损坏" in words
    page.buttons[0].click()
    assert pressed == ["恢复"]
    window.show_opening("正在恢复…")
    assert not page.isVisible()


def test_search_finds_and_goes(window, work, qtbot):
    hits = [Found("郭桥村", "村", "map-pinned", "patrols", {"village": 7})]
    window.attach(work, find=lambda text: hits if text == "郭桥" else [])
    box = window.search_box
    box.search("没有")
    qtbot.waitUntil(lambda: box.hits.count() == 1)
    assert box.hits.item(0).text() == "没有找到，换几个字试试。"
    box.search("郭桥")
    qtbot.waitUntil(lambda: box.hits.item(0).text() == "郭桥村")
    box._on_item(box.hits.item(0))
    assert window.current_page().shown == [{"village": 7}]


def test_past_midnight_everything_is_read_anew(qtbot, tmp_path):
    from gaotang_desktop.services.workplace import Workplace

    clock = [datetime(2026, 10, 24, 23, 59)]
    work = Workplace.open(tmp_path / "data", now=lambda: clock[0])
    window = MainWindow(ENTRIES)
    owned(qtbot, window)
    window.show()
    window.attach(work)
    window._on_minute()
    assert window.current_page().reloads == 1
    clock[0] = datetime(2026, 10, 25, 0, 0)
    window._on_minute()
    assert window.current_page().reloads == 2
    assert work.today() == date(2026, 10, 25)
    window.close()
    work.close()


def test_letting_the_data_go_throws_the_pages_away(attached, work):
    attached.detach()
    assert attached.pages == {}
    assert work.database.listeners == []
    attached.attach(work)
    assert attached.current_page().reloads == 1
