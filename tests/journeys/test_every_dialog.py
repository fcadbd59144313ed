"""Every dialog at every usual screen: it fits, nothing is cut off, nothing scrolls to the side."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from builders import open_filled
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QDialog
from walking import SCREENS, SIZES, cut_off, nameless, sideways, tab_order
from window_steps import put_away, until_quiet

from gaotang_desktop import paths
from gaotang_desktop.app import ENTRIES, make_window
from gaotang_desktop.domain.evaluation.rewarding import Proposal
from gaotang_desktop.domain.evaluation.schemes import RewardRule
from gaotang_desktop.domain.periods import month
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services import demo, records
from gaotang_desktop.services.papers import drafts
from gaotang_desktop.services.rewards import Proposed
from gaotang_desktop.services.sheets.forms import returned, sending
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.desk.progress_dialog import ProgressDialog
from gaotang_desktop.ui.frame.beginning.first_run import FirstRun
from gaotang_desktop.ui.frame.manual.window import ManualWindow
from gaotang_desktop.ui.frame.unsaved.offer import UnsavedOffer
from gaotang_desktop.ui.ledgers.form_gathering import FormGathering
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage
from gaotang_desktop.ui.pages.documents.annexes_dialog import AnnexesDialog
from gaotang_desktop.ui.pages.documents.wording_dialog import WordingDialog
from gaotang_desktop.ui.pages.evaluation.proposals_dialog import ProposalsDialog
from gaotang_desktop.ui.pages.inspections.inspection_form import InspectionForm
from gaotang_desktop.ui.pages.tasks.plans.ledger import PlanLedger
from gaotang_desktop.ui.printing.recovery_dialog import RecoveryDialog
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog
from gaotang_desktop.ui.widgets.form.copy_password import CopyPassword
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.scrolling import Scrolled
from gaotang_desktop.ui.widgets.ticking import TickingDialog


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    work, _counts = open_filled(
        tmp_path_factory.mktemp("town"), demo.fill, now=datetime(2026, 10, 24, 9, 0)
    )
    theme.install(qapp, dark=False)  # with the sizes that the operator has
    made = make_window(work.folder)
    made.resize(*SIZES["1366 at 100 %"])
    made.show()
    made.attach(work, memory=Memory(), show="workbench")
    until_quiet(made)
    yield made
    put_away(made)
    work.close()


def open_dialogs(window):
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


def thrown_away(window):
    for each in reversed(open_dialogs(window)):
        each.done(0)
        each.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    until_quiet(window)


def fields_of(dialog):
    return next(each for each in dialog.findChildren(Scrolled) if each.isAncestorOf(dialog.form))


def scrolls(dialog):
    """By how much the fields of a form do not fit."""
    beyond = fields_of(dialog).verticalScrollBar().maximum()
    return [f"{beyond} pixels of the fields are out of sight"] if beyond else []


def out_of_order(dialog):
    """Where Tab does not go from line to line, in each from left to right."""
    form = dialog.form
    tabbed = [each for each in tab_order(dialog) if form.isAncestorOf(each)]
    names = [name for name in form.names_in_sight() if form.editor(name).focusProxy() in tabbed]
    places = [form.editor(name).mapTo(form, QPoint(0, 0)) for name in names]
    read = sorted(zip(places, names, strict=True), key=lambda each: (each[0].y(), each[0].x()))
    tabs = sorted(names, key=lambda name: tabbed.index(form.editor(name).focusProxy()))
    return [] if [name for _place, name in read] == tabs else [f"Tab goes {tabs}"]


def problems(window):
    """What is wrong with the dialogs that are open, at every screen."""
    dialogs = open_dialogs(window)
    assert dialogs, "a dialog is open"
    found = []
    for dialog in dialogs:
        whole = dialog.size()
        for screen in SCREENS:
            width, height = SIZES[screen]
            if isinstance(dialog, FormDialog):
                dialog.fit(QSize(width - 16, height))  # as when it opens on such a screen
            else:
                dialog.resize(min(whole.width(), width), min(whole.height(), height))
            for _turn in range(3):
                QApplication.processEvents()
            said = cut_off(dialog) + nameless(dialog)
            if isinstance(dialog, FormDialog) and screen != "1920 at 200 %":
                said += scrolls(dialog) + out_of_order(dialog)
            if screen != "1920 at 200 %":  # there a picture of the manual may scroll
                said += sideways(dialog)
            if dialog.width() > width or dialog.height() > height:
                said.append(f"{dialog.width()} × {dialog.height()} of {width} × {height}")
            found += [f"{dialog.windowTitle()}, {screen}: {each}" for each in said]
    return found


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_the_forms_of_every_page_fit_every_screen(window, entry):
    window.go(entry.key)
    until_quiet(window)
    found = []
    for ledger in window.current_page().findChildren(Ledger):
        ledger.add()
        until_quiet(window)
        if open_dialogs(window):
            found += problems(window)
            thrown_away(window)
    assert found == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_what_is_made_has_one_name_on_the_button_in_the_form_and_in_the_empty_list(window, entry):
    window.go(entry.key)
    until_quiet(window)
    page = window.current_page()
    named = {}
    for at in range(page.tabs.count() if isinstance(page, LedgerPage) else 0):
        page.tabs.setCurrentIndex(at)
        ledger = page.ledger
        if page.tabs.widget(at) is not ledger:
            continue
        ledger.add()
        until_quiet(window)
        forms = {each.windowTitle() for each in open_dialogs(window) if type(each) in FORMS}
        if forms:
            named[ledger.kind] = {page.primary_button.text(), ledger._empty[1], *forms}
            assert page.primary_button.text() in page.primary_button.toolTip()
        thrown_away(window)
    own = {"supervision-slips": 3, "occurrences": 3}  # there the button makes many at once
    assert {kind: said for kind, said in named.items() if len(said) > own.get(kind, 1)} == {}


@pytest.mark.parametrize("key", ["disputes", "inspections"])
def test_with_everything_open_the_keys_see_every_field_and_the_buttons_stay(window, key):
    window.go(key)
    until_quiet(window)
    found = []
    for ledger in window.current_page().findChildren(Ledger):
        ledger.add()
        until_quiet(window)
        for dialog in open_dialogs(window):
            if dialog.form.more.isVisible():
                dialog.form.more.click()
            for screen in ("1366 at 100 %", "1366 at 125 %", "1920 at 150 %"):
                width, height = SIZES[screen]
                dialog.fit(QSize(width - 16, height))
                QApplication.processEvents()
                said = cut_off(dialog) + sideways(dialog) + out_of_order(dialog)
                if ledger.kind == "findings":  # fifteen fields, seen whole
                    said += scrolls(dialog)
                assert dialog.height() <= height
                for name in dialog.form.names_in_sight():
                    editor = dialog.form.editor(name)
                    editor.setFocus(Qt.FocusReason.TabFocusReason)
                    QApplication.processEvents()
                    if not seen_of(dialog, fields_of(dialog).viewport()).contains(
                        seen_of(dialog, editor)
                    ):
                        said.append(f"{name} is out of sight")
                if not dialog.rect().contains(seen_of(dialog, dialog.save_button)):
                    said.append("no way to save in sight")
                found += [f"{dialog.windowTitle()}, {screen}: {each}" for each in said]
        thrown_away(window)
    assert found == []


def seen_of(dialog, widget):
    return QRect(widget.mapTo(dialog, QPoint(0, 0)), widget.size())


def scheme_editor(window):
    window.go("evaluation")
    until_quiet(window)
    window.current_page().open_schemes().edit()


def evaluation_list(kind):
    def open_it(window):
        window.go("evaluation")
        until_quiet(window)
        window.current_page().open_list(kind)

    return open_it


def evaluation_form(name):
    def open_it(window):
        window.go("evaluation", {"period": "2026-09"})
        until_quiet(window)
        getattr(window.current_page(), name)()

    return open_it


def draws(window):
    window.go("patrols")
    until_quiet(window)
    window.current_page().draw()


def on_page(key, deed):
    def open_it(window):
        window.go(key)
        until_quiet(window)
        deed(window.current_page())

    return open_it


def pasted_sheet(page):
    rows = ["村\t日期\t出发时间\t返回时间\t人数", "荷塘社区\t10.23\t21:00\t22:30\t三"]
    QApplication.clipboard().setText("\n".join(rows))
    page.ledger.paste()


def pasted_names(page):
    """Villages that nobody is called, near to several, two in one cell, and as long as a name can be."""
    called = ("桥北村", '"北村"', "荷塘社区、北村", "朱家张村", LONG)
    rows = ["村\t日期\t出发时间\t返回时间\t带班人\t人数"]
    rows += [f"{each}\t10.23\t21:00\t22:30\t张三\t3" for each in called]
    QApplication.clipboard().setText("\n".join(rows))
    page.ledger.paste()


def plan(page):
    page.tabs.setCurrentIndex(next(
        at for at in range(page.tabs.count()) if isinstance(page.tabs.widget(at), PlanLedger)
    ))  # fmt: skip
    page.tabs.currentWidget().read_file(paths.resources() / "demo" / "plan_outline.txt")


LONG = "高塘镇平安建设工作领导小组办公室关于进一步做好岁末年初矛盾纠纷排查化解工作的情况说明"


def members(page):
    work = page.desk.work
    group = records.save(work, "units", {"name": LONG, "stands_for": "成员单位"})
    page.edit_members([group])


def recipients(page):
    page.tabs.setCurrentIndex(0)
    page.drafts.form.pick("主送")


def rewards(window):
    rule = RewardRule("first", 3, LONG, detail=LONG)
    found = Proposed(
        tuple(Proposal(at, "关庙社区居民委员会", rule, LONG, True) for at in range(1, 6)),
        (LONG, LONG),
        frozenset({2}),
    )
    ProposalsDialog(window, window.desk, month(2026, 9), found).open()


def gathered(page):
    work, september = page.desk.work, month(2026, 9)
    with TemporaryDirectory() as folder:
        places = [each.id for each in records.references(work, "villages")]
        sending.send(work, "patrols", september, Path(folder), villages=places[:3])
        (Path(folder) / f"{LONG}.xlsx").write_bytes(b"not a workbook")
        looked = returned.look(work, Path(folder))
    FormGathering(page, page.desk, looked).open()


def unsaved(window):
    told = [f"{at}行：{LONG}" for at in range(40)]
    entries = [Unsaved("patrols", f"平安夜巡 {LONG}", {}, told, {"night": "2026-10-20"})]
    UnsavedOffer(window, entries, lambda _entry: LONG).open()


def progress(window):
    dialog = ProgressDialog("正在导入矛盾纠纷", window)
    dialog.open()
    dialog.show_step(123_456, 999_999, LONG)


def password_of_a_backup(window):
    folder = window.desk.work.folder
    CopyPassword(window, folder, folder / f"{LONG[:60]}.sqlite", lambda: None).open()


def slips(window):
    window.go("tasks")
    until_quiet(window)
    window.current_page().propose_slips()


def own_annexes(page):
    """The annexes of a draft, which is made for it."""
    draft = drafts.create(page.desk.work, "patrol-circular", month(2026, 9))
    AnnexesDialog(page, page.desk, draft, lambda: None).open()


def paper(window):
    window.go("patrols")
    until_quiet(window)
    window.current_page().print_list()


DIALOGS = {
    "schemes": evaluation_form("open_schemes"),
    "scheme editor": scheme_editor,
    "adjustments": evaluation_list("adjustments"),
    "values by hand": evaluation_list("manual-values"),
    "rewards": evaluation_list("rewards"),
    "keys": lambda window: window.show_keys(),
    "password of a backup": password_of_a_backup,
    "manual": lambda window: ManualWindow(window, paths.manual()).open_at("patrols"),
    "first steps": lambda window: FirstRun(window, window.desk).open(),
    "draw": draws,
    "slips": slips,
    "paper": paper,
    "wordings": on_page("documents", lambda page: WordingDialog(page, page.desk).open()),
    "own annexes": on_page("documents", own_annexes),
    "recovery sheet": lambda window: RecoveryDialog(
        window, Memory(), "Y1K9-G362-PBS3-61JZ-QCV3-FNTX-13CP", "1", window.desk.work.folder
    ).open(),
    "weeks": on_page("publicity", lambda page: page.plan()),
    "pasted rows": on_page("patrols", pasted_sheet),
    "names nobody has": on_page("patrols", pasted_names),
    "plan": on_page("tasks", plan),
    "text of a plan": on_page("tasks", lambda page: page.plans.paste_text()),
    "forms to send": on_page("patrols", lambda page: page.send_forms()),
    "forms that came back": on_page("patrols", gathered),
    "who has sent the form": on_page("patrols", lambda page: page.show_forms()),
    "files taken in": on_page("patrols", lambda page: page.show_imports()),
    "members of a group": on_page("registers", members),
    "several at once": on_page(
        "patrols", lambda page: page.ledger.edit_many(page.ledger.table.shown_ids()[:9])
    ),
    "recipients": on_page("documents", recipients),
    "rewards proposed": rewards,
    "left unsaved": unsaved,
    "one of several": lambda window: ChoiceDialog(
        window, LONG, LONG, [(LONG, at) for at in range(40)]
    ).open(),
    "told": lambda window: window.messages.inform(LONG, LONG * 3, detail="\n".join([LONG] * 60)),
    "work going on": progress,
}
# Walked by the forms of every page.
FORMS = {FormDialog, InspectionForm}


WALKED: set[type] = set()
OPENED: set[str] = set()


def open_one(window, name):
    DIALOGS[name](window)
    until_quiet(window)
    OPENED.add(name)
    WALKED.update(type(each) for each in open_dialogs(window))


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_fits_every_screen(window, name):
    open_one(window, name)
    found = problems(window)
    thrown_away(window)
    assert found == []


def test_no_dialog_is_left_out(window):
    """The tests before it may have run in other processes: what they opened is opened here."""
    for name in DIALOGS.keys() - OPENED:
        open_one(window, name)
        thrown_away(window)
    known = [Dialog]
    for each in known:
        known += each.__subclasses__()
    ours = {each for each in known if each.__module__.startswith("gaotang_desktop")}
    assert {each.__name__ for each in ours - WALKED - FORMS - {Dialog, TickingDialog}} == set()


def test_a_dialog_is_never_larger_than_its_screen(qtbot):
    dialog = Dialog()
    qtbot.addWidget(dialog)
    dialog.resize(3000, 2000)
    dialog.show()
    screen = dialog.screen().availableSize()
    assert dialog.width() < screen.width()
    assert dialog.height() < screen.height()
