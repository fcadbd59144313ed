"""The window by keyboard alone: where the focus is, where Tab goes, what Return does."""

from datetime import datetime

import pytest
from builders import open_filled
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QDialog
from walking import cut_off, named, sideways
from window_steps import active, put_away, settled

from gaotang_desktop.app import ENTRIES, attach, make_window
from gaotang_desktop.domain.errors import Conflict, NewerDatabase
from gaotang_desktop.domain.sheets.clipboard import NOTHING
from gaotang_desktop.services import demo
from gaotang_desktop.ui.frame.beginning.first_run import open_first_run
from gaotang_desktop.ui.frame.key_sheet import KeySheet
from gaotang_desktop.ui.frame.manual.window import ManualWindow
from gaotang_desktop.ui.pages.registers.tick_dialog import TickDialog
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    work, _counts = open_filled(
        tmp_path_factory.mktemp("town"), demo.fill, now=datetime(2026, 10, 24, 9, 0)
    )
    yield work
    work.close()


@pytest.fixture(scope="module")
def opened(qapp, town):
    """One window for all: what is tried here stores nothing."""
    made = make_window(town.folder)
    made.show()
    attach(made, town, show="workbench")
    yield made
    put_away(made)


@pytest.fixture
def window(qtbot, opened):
    active(qtbot, opened)
    opened.go("workbench")
    settled(qtbot, opened)
    return opened


def focused():
    return QApplication.focusWidget()


def tabbed(qtbot, window, key=Qt.Key.Key_Tab):
    """Where the key goes, press by press, from the navigation on until it comes round."""
    first = window.navigation.button(window.current_page().key)
    first.setFocus()
    order = [first]
    while len(order) < 99:
        qtbot.keyClick(focused(), key)
        if focused() is first:
            return order
        assert focused() not in order, f"Tab goes in a circle from {named(focused())}"
        order.append(focused())
    raise AssertionError("Tab does not come round")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_a_page_that_opens_has_the_focus_where_the_next_deed_is(qtbot, window, entry):
    if entry.key == "workbench":
        window.go("tasks")
    button = window.navigation.button(entry.key)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    settled(qtbot, window)
    page = window.current_page()
    assert page.key == entry.key
    assert focused() is not None
    assert page.isAncestorOf(focused()), named(focused())
    wanted = page.primary_widget() if entry.key == "workbench" else page.first_deed()
    assert focused() is wanted, named(focused())
    assert focused().isVisible()


@pytest.mark.parametrize(
    ("page", "tab", "deed"),
    [
        ("disputes", "排查周报", "排查周报：每村每周"),
        ("system", "设置", "乡镇名称"),
        ("system", "口令和加密", "口令（至少 8 个字符，汉字一个算两个）"),
        ("system", "隐去个人信息", "姓名"),
    ],
)
def test_ctrl_tab_comes_to_where_one_types_and_to_no_button_beside_it(
    qtbot, window, page, tab, deed
):
    window.go(page)
    settled(qtbot, window)
    tabs = window.current_page().tabs
    for _ in range(tabs.count()):
        qtbot.keyClick(focused(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        if tabs.tabText(tabs.currentIndex()) == tab:
            break
    assert focused().accessibleName() == deed
    tabs.setCurrentIndex(0)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_tab_comes_to_the_actions_of_a_page_before_its_list(qtbot, window, entry):
    window.go(entry.key)
    settled(qtbot, window)
    page = window.current_page()
    order = [each for each in tabbed(qtbot, window) if page.isAncestorOf(each)]
    header = [each for each in order if not page.content.isAncestorOf(each)]
    assert header
    assert order[: len(header)] == header
    at = [each.mapTo(page, each.rect().topLeft()).x() for each in header]
    assert at == sorted(at), "from left to right"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_tab_leaves_every_list_of_a_page_at_once(qtbot, window, entry):
    window.go(entry.key)
    settled(qtbot, window)
    lists = window.current_page().findChildren(QAbstractItemView)
    assert [named(each) for each in lists if each.tabKeyNavigation()] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_tab_comes_to_everything_that_is_seen_and_back_again(qtbot, window, entry):
    window.go(entry.key)
    settled(qtbot, window)
    forth = tabbed(qtbot, window)
    assert tabbed(qtbot, window, Qt.Key.Key_Backtab)[1:] == forth[:0:-1]
    page = window.current_page()
    seen = [
        each for each in page.findChildren(QAbstractButton)
        if each.isVisibleTo(page) and each.isEnabled() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and (each.group() is None or each.isChecked())
    ]  # fmt: skip
    assert [named(each) for each in seen if each not in forth] == []


def test_return_presses_the_button_that_has_the_focus(qtbot, window):
    window.go("registers")
    settled(qtbot, window)
    page = window.current_page()
    page.primary_widget().setFocus()
    qtbot.keyClick(page.primary_widget(), Qt.Key.Key_Return)
    dialog = window.findChild(QDialog)
    assert dialog is not None
    dialog.reject()


def test_after_a_dialog_the_focus_is_where_it_was(qtbot, window):
    window.go("registers")
    settled(qtbot, window)
    view = window.current_page().ledger.table.view
    assert focused() is view
    dialog = window.current_page().ledger.add()
    active(qtbot, dialog)
    assert dialog.isAncestorOf(focused())
    dialog.reject()
    active(qtbot, window)
    assert focused() is view


def test_after_a_dialog_opened_from_another_page_the_focus_is_on_the_page_shown(qtbot, window):
    window.navigation.button("disputes").setFocus()
    window.go("disputes", {"add": {}})
    dialog = window.current_page().ledger.findChild(QDialog)
    active(qtbot, dialog)
    dialog.reject()
    active(qtbot, window)
    settled(qtbot, window)
    assert window.current_page().isAncestorOf(focused())


def test_a_new_record_is_asked_for_while_the_page_shows_a_grid_of_weeks(qtbot, window):
    window.go("disputes", {"kind": "dispute-reports"})
    window.go("workbench")
    window.go("disputes", {"add": {}})
    settled(qtbot, window)
    dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
    assert dialog.windowTitle() == "登记纠纷"
    dialog.reject()
    settled(qtbot, window)


def test_every_step_of_the_first_run_is_left_with_return(qtbot, tmp_path, window):
    wizard = open_first_run(window, window.desk)
    active(qtbot, wizard)
    first = wizard.steps[0].form.fields[0].name
    assert focused() is wizard.steps[0].form.editor(first).focusProxy()
    wizard.forward.setFocus()
    qtbot.keyClick(wizard.forward, Qt.Key.Key_Return)
    assert wizard.at == 1
    assert focused() is wizard.forward, "the villages are there already"
    qtbot.keyClick(wizard.forward, Qt.Key.Key_Return)
    assert wizard.at == 2
    assert focused() is wizard.steps[2].area
    qtbot.keyClick(wizard.steps[2].area, Qt.Key.Key_Tab)
    assert isinstance(focused(), QAbstractButton)
    wizard.reject()


def test_small_dialogs_open_where_one_types_or_chooses(qtbot, window):
    for dialog, wanted in (
        (TickDialog(window, "选村", (), (), lambda _ids: None, counter="个"), "line"),
        (ChoiceDialog(window, "选一个", "请选择：", [("甲", 1)]), "list"),
    ):
        dialog.open()
        active(qtbot, dialog)
        assert focused() is getattr(dialog, wanted)
        dialog.reject()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_no_page_opens_a_window_of_its_own_while_it_is_made(qtbot, window, entry):
    before = set(QApplication.topLevelWidgets())
    window.go(entry.key)
    settled(qtbot, window)
    assert window.isActiveWindow()
    fresh = [each for each in QApplication.topLevelWidgets() if each not in before]
    assert [named(each) for each in fresh if each.isVisible()] == []


def test_f12_shows_every_key_on_a_sheet_and_takes_it_away_again(qtbot, window):
    window.go("registers")
    settled(qtbot, window)
    before = focused()
    for again in (Qt.Key.Key_F12, Qt.Key.Key_Escape):
        qtbot.keyClick(window, Qt.Key.Key_F12)
        sheet = active(qtbot, window.findChild(KeySheet))
        assert cut_off(sheet) == []
        assert sideways(sheet) == []
        qtbot.keyClick(sheet, again)
        active(qtbot, window)
        qtbot.waitUntil(lambda: window.findChild(KeySheet) is None)
        assert focused() is before


def test_a_refusal_offers_its_chapter_of_the_manual(qtbot, window):
    window.go("polls")
    settled(qtbot, window)
    for error, chapter in ((Conflict("不行。"), "polls"), (NewerDatabase("太新。"), "install")):
        window.messages.problem(error)
        dialog = active(qtbot, window.messages.dialog)
        dialog.help.setFocus()
        qtbot.keyClick(dialog.help, Qt.Key.Key_Return)
        manual = window.findChild(ManualWindow)
        assert manual.isVisible()
        assert manual.chapter == chapter
        manual.close()


def test_f1_in_a_form_opens_the_manual_as_on_its_page(qtbot, window):
    window.go("registers")
    settled(qtbot, window)
    form = active(qtbot, window.current_page().ledger.add())
    qtbot.keyClick(form, Qt.Key.Key_F1)
    manual = window.findChild(ManualWindow)
    assert manual.chapter == "registers"
    manual.close()
    form.reject()


MENUS = (
    ("disputes", "import_button", Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier),
    ("documents", "save_button", Qt.Key.Key_S,
     Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier),
)  # fmt: skip


@pytest.mark.parametrize(("page", "button", "key", "held"), MENUS, ids=str)
def test_a_menu_opened_by_keys_has_its_first_line_in_hand(qtbot, window, page, button, key, held):
    window.go(page)
    settled(qtbot, window)
    pressed = getattr(window.current_page(), button)
    first = pressed.menu().actions()[0]
    for on, keys in ((pressed, (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)),
                     (window.current_page(), (key, held))):  # fmt: skip
        on.setFocus()
        seen = []
        QTimer.singleShot(0, lambda seen=seen: seen.append(pressed.menu().activeAction()))
        QTimer.singleShot(50, pressed.menu().close)
        qtbot.keyClick(on, *keys)
        qtbot.waitUntil(lambda: not pressed.menu().isVisible())
        assert seen == [first], keys


def test_a_paste_of_nothing_is_said_at_once(qtbot, window):
    QApplication.clipboard().clear()
    window.go("disputes")
    settled(qtbot, window)
    window.current_page().ledger.paste()
    assert window.messages._toast.label.text() == NOTHING
    assert not window.jobs.is_busy()
    counts = window.current_page().incidents.grid
    said = []
    counts.told.connect(said.append)
    counts.view.paste_clipboard()
    assert said == [NOTHING]
