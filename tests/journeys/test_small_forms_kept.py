"""Every small form is opened again after a power cut as it was, with the words that stood in it."""

from datetime import date

import pytest
import town_records
from builders import open_filled
from window_steps import put_away, until_quiet

from gaotang_desktop.app import make_window
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.periods import month
from gaotang_desktop.domain.unsaved import dumped, loaded
from gaotang_desktop.services import publicity, publicity_weeks, records
from gaotang_desktop.services.papers import numbers
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.frame.unsaved.keeping import open_entries
from gaotang_desktop.ui.ledgers import extension_section, note_form, pressing_section
from gaotang_desktop.ui.pages.evaluation import evaluation_forms
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

SEPTEMBER = month(2026, 9)
FRESH = {"number": None, "dispute_id": None, "opinion_id": None, "sort": None, "unit_id": None,
         "sorted_on": None, "signed_on": None, "done_on": None, "told_on": None, "result": None}  # fmt: skip
WORDS = "停电以前写的字"


@pytest.fixture(scope="module")
def office(qapp, tmp_path_factory):
    """The window on an office with a record of every kind; ids by kind."""
    work, found = open_filled(tmp_path_factory.mktemp("town"), town_records.fill)
    for kind, values in {
        "progress": {"assignment_id": found["assignments"], "happened_on": date(2026, 9, 1),
                     "text": "走访"},
        "dispute-notes": {"dispute_id": found["disputes"], "happened_on": date(2026, 8, 6),
                          "text": "上门"},
    }.items():  # fmt: skip
        found[kind] = records.save(work, kind, values)
    found["intake"] = records.save(
        work, "intakes", {**records.get(work, "intakes", found["intakes"]), **FRESH}
    )
    found["issued"] = numbers.enter(work, "高综治〔2026〕7号", "通知", date(2026, 10, 22))
    publicity.plan(work, date(2026, 11, 2), date(2026, 11, 29))
    window = make_window(work.folder)
    window.show()
    window.attach(work, memory=Memory(), show="workbench")
    until_quiet(window)
    yield window, found
    put_away(window)
    work.close()


def ledger(page, kind):
    return page.ledgers[kind]


def turn(page):
    weeks = publicity_weeks.weeks(page.desk.work, date(2026, 11, 2), date(2026, 11, 29))
    return next(each for week in weeks for each in week.turns)


FORMS = {
    "put right": ("inspections", lambda p, f: ledger(p, "findings").put_right(f["findings"])),
    "recheck": ("inspections", lambda p, f: ledger(p, "findings").recheck(f["findings"])),
    "extend": ("disputes",
               lambda p, f: extension_section.extend(p, p.desk, "disputes", f["disputes"])),
    "accept": ("disputes",
               lambda p, f: pressing_section.accept(p, p.desk, "disputes", f["disputes"])),
    "note": ("disputes",
             lambda p, f: note_form.note_form(p, p.desk, "dispute-notes", f["dispute-notes"])),
    "adjustment": ("evaluation",
                   lambda p, f: evaluation_forms.edit(p, p.desk, "adjustments", SEPTEMBER, None)),
    "progress": ("tasks", lambda p, f: p.report_part(f["assignments"])),
    "answer to a slip": ("tasks", lambda p, f: p.answer(f["supervision-slips"])),
    "decision": ("tasks",
                 lambda p, f: ledger(p, "meeting-decisions").finish(f["meeting-decisions"])),
    "step of a dispute": ("disputes", lambda p, f: p.steps.add_note(f["disputes"])),
    "intake": ("disputes", lambda p, f: ledger(p, "intakes").finish(f["intakes"])),
    "intake becomes": ("disputes",
                       lambda p, f: ledger(p, "intakes").become(f["intake"], kind="disputes")),
    "draw": ("inspections", lambda p, f: ledger(p, "draws").add()),
    "postponed turn": ("publicity",
                       lambda p, f: p.postpone_turn(turn(p).id, turn(p).week)),
    "void number": ("documents", lambda p, f: p.register.void_form(f["issued"])),
    "number by hand": ("documents", lambda p, f: p.register.ask_entry()),
    "village": ("registers", lambda p, f: ledger(p, "villages").edit(f["villages"])),
}  # fmt: skip


def opened(window):
    return [each for each in window.findChildren(FormDialog) if each.isVisible()]


def thrown_away(form):
    form.form.mark_clean()
    form.done(0)
    form.deleteLater()


def a_field(form):
    """A field and words for it: any words where they may stand, else a day half typed."""
    for wanted, words in (((Kind.LONG_TEXT, Kind.TEXT), WORDS), ((Kind.DATE,), "10月9")):
        for field in form.form.fields:
            if field.kind in wanted:
                return field.name, words
    raise AssertionError(form.windowTitle())


@pytest.fixture(autouse=True)
def nothing_left_open(office):
    yield
    for form in opened(office[0]):
        thrown_away(form)


@pytest.mark.parametrize("name", FORMS)
def test_a_small_form_comes_back_with_its_words(office, name):
    window, found = office
    key, deed = FORMS[name]
    window.go(key)
    until_quiet(window)
    page = window.page(key)
    form = deed(page, found)
    field, words = a_field(form)
    form.form.put({field: words})
    title = form.windowTitle()
    [entry] = loaded(dumped(tuple(open_entries([]))))
    thrown_away(form)
    assert page.take_up(entry) == ""
    [again] = opened(window)
    assert again.windowTitle() == title
    assert again.form.typed()[field] == words
    assert again.is_dirty()
    assert again.kept_as == entry.context
    thrown_away(again)


def test_settings_come_back_with_their_words(office):
    window, _found = office
    window.go("system")
    until_quiet(window)
    page = window.page("system")
    page.settings.put({"town": WORDS})
    [entry] = loaded(dumped(tuple(open_entries([page]))))
    page.settings.set_values(page.desk.work.settings)
    assert not page.open_entries()
    assert page.take_up(entry) == ""
    assert page.settings.typed()["town"] == WORDS
    page.settings.set_values(page.desk.work.settings)
