"""What a long form keeps under 更多, and what brings it out."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from window_steps import active

from gaotang_desktop.domain.fields import Field, Kind, Reference
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.record_form import FEW, RecordForm

SHORT = (
    Field("night", "夜晚", Kind.DATE, required=True),
    Field("village_id", "村", Kind.REFERENCE, required=True, refers_to="villages"),
    Field("start", "开始", Kind.TIME),
    Field("leader", "带班人", Kind.TEXT, required=True),
    Field("people", "人数", Kind.INTEGER, required=True),
    Field("names", "参加人员", Kind.NAMES),
    Field("evidence", "依据", Kind.CHOICE, choices=("村自报", "抽查"), default="村自报"),
)


def references(_kind):
    return [Reference(1, "郭楼村", 1)]


FOLDING = (
    *SHORT,
    *(Field(f"later_{at}", f"以后{at}", Kind.TEXT, later=True) for at in range(FEW)),
    Field("settled", "了结", Kind.CHOICE, choices=("甲", "乙"), default="甲", later=True),
    Field("story", "经过", Kind.LONG_TEXT),
)


@pytest.fixture
def long_form(qtbot, today):
    made = RecordForm(FOLDING, today=today, references=references)
    qtbot.addWidget(made)
    made.show()
    return made


def seen(form):
    return [each.name for each in form.fields if form.editor(each.name).isVisible()]


FIRST = [each.name for each in (*SHORT, FOLDING[-1])]


def test_a_long_form_begins_with_what_a_new_record_needs(long_form):
    assert seen(long_form) == FIRST
    assert long_form.more.text() == "更多 15 项（以后0、以后1、以后2等）"


def test_what_has_a_value_of_its_own_is_seen(long_form):
    long_form.set_values({"later_3": "有", "settled": "乙"})
    assert seen(long_form) == [*FIRST, "later_3", "settled"]
    long_form.set_values({"settled": "甲"})
    assert seen(long_form) == FIRST, "what every new record has is nothing to look at"
    long_form.set_value("later_5", "有")
    long_form.put({"later_6": "又有", "later_7": ""})
    assert seen(long_form) == [*FIRST, "later_5", "later_6"]


def test_more_opens_all_and_takes_the_hands_to_the_first(qtbot, long_form):
    told = []
    long_form.unfolded.connect(told.append)
    qtbot.mouseClick(long_form.more, Qt.MouseButton.LeftButton)
    assert len(seen(long_form)) == len(FOLDING)
    assert long_form.editor("later_0").focusProxy().hasFocus()
    qtbot.keyClicks(long_form.editor("later_0").focusProxy(), "x")
    qtbot.mouseClick(long_form.more, Qt.MouseButton.LeftButton)
    assert seen(long_form) == [*FIRST, "later_0"]
    assert told == [True, False]
    long_form.set_values({})
    assert seen(long_form) == FIRST


def test_enter_and_tab_pass_over_what_is_folded(qtbot, long_form):
    long_form.go_to("story")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is long_form.more
    with qtbot.waitSignal(long_form.saved):
        long_form.focus_after("story")


def test_a_folded_field_that_is_wrong_is_shown_and_has_the_focus(long_form):
    long_form.show_errors({"later_9": "这里不对。"})
    assert seen(long_form) == [*FIRST, "later_9"]
    assert long_form.editor("later_9").focusProxy().hasFocus()


def test_what_is_folded_is_read_all_the_same(long_form):
    long_form.set_values(
        {"night": date(2026, 10, 5), "village_id": 1, "leader": "张三", "people": 5, "story": "一"}
    )
    values = long_form.values()
    assert set(values) == {each.name for each in FOLDING}
    assert values["settled"] == "甲"


def test_a_form_of_few_fields_folds_nothing(qtbot, today):
    made = RecordForm(FOLDING[:FEW], today=today, references=references)
    qtbot.addWidget(made)
    made.show()
    assert len(seen(made)) == FEW
    assert not made.more.isVisible()


def test_the_next_form_remembers_that_more_was_open(qtbot, today):
    memory, below = Memory(), QWidget()
    qtbot.addWidget(below)

    def opened():
        dialog = FormDialog(
            below, "新增", FOLDING, today=today, save=lambda _values: None, references=references,
            remembers=(memory, "things"),
        )  # fmt: skip
        dialog.show()
        return dialog

    first = opened()
    before = first.height()
    first.form.more.click()
    assert first.height() > before
    assert len(seen(opened().form)) == len(FOLDING)
    first.form.more.click()
    assert seen(opened().form) == FIRST
    room = first.screen().availableGeometry()
    first.move(room.bottomRight() - first.rect().bottomRight())
    first.form.more.click()
    assert room.contains(first.geometry()), "what has grown is still on the screen"


def test_a_word_of_figures_is_chosen_by_its_first_figure_and_what_goes_with_it_is_asked(
    qtbot, today
):
    fields = (
        Field("way", "途径", Kind.CHOICE, choices=("来访", "12345热线")),
        Field("order", "工单号", Kind.TEXT, later=True, asked_with=("12345热线",)),
        *FOLDING[:-2],
    )
    made = RecordForm(fields, today=today, references=references)
    qtbot.addWidget(made)
    made.show()
    active(qtbot, made)
    made.go_to("way")
    assert "order" not in seen(made)
    box = made.editor("way").focusProxy()
    qtbot.keyClicks(box, "1")
    assert made.typed()["way"] == "12345热线"
    assert seen(made)[:2] == ["way", "order"]
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is made.editor("order").focusProxy()
