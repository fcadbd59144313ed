from datetime import date, time

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget
from window_steps import closed

from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.fields import Field, Kind, Reference
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.form.record_form import RecordForm
from gaotang_desktop.ui.widgets.form.reference_finder import ReferenceFinder

VILLAGES = [
    Reference(1, "郭楼村", 1),
    Reference(2, "郭桥村", 2),
    Reference(3, "乐平社区", 3),
    Reference(4, "𬱖家村", 4),
    Reference(5, "<东>&村", 5),
]
CONTROL = Qt.KeyboardModifier.ControlModifier
FIELDS = (
    Field("night", "夜晚", Kind.DATE, required=True, help="以出发当晚的日期为准"),
    Field("village_id", "村", Kind.REFERENCE, required=True, refers_to="villages"),
    Field("start", "开始", Kind.TIME),
    Field("leader", "带班人", Kind.TEXT, required=True, longest=40),
    Field("people", "人数", Kind.INTEGER, required=True, minimum=1, maximum=500, unit="人"),
    Field("names", "参加人员", Kind.NAMES),
    Field("evidence", "依据", Kind.CHOICE, choices=("村自报", "抽查"), default="村自报"),
    Field("joint", "警民联合", Kind.FLAG),
    Field("finding", "发现", Kind.LONG_TEXT),
    Field("counted", "计次", Kind.INTEGER, editable=False),
)
FILLED = {
    "night": date(2026, 10, 5),
    "village_id": 2,
    "start": time(20, 30),
    "leader": "张三",
    "people": 5,
    "names": ("李四", "王五"),
    "evidence": "抽查",
    "joint": True,
    "finding": "路灯损坏\n两处",
}


def references(kind):
    assert kind == "villages"
    return VILLAGES


@pytest.fixture
def form(qtbot, today):
    made = RecordForm(FIELDS, today=today, references=references)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_record_comes_back_as_it_was_shown(form):
    form.set_values(FILLED)
    assert form.values() == FILLED
    assert not form.is_dirty()


def test_a_reference_may_be_given_as_the_list_gives_it(form):
    form.set_values({**FILLED, "village_id": VILLAGES[4]})
    assert form.values()["village_id"] == 5


def test_a_day_is_typed_as_people_say_it(form):
    form.set_values(FILLED)
    for typed, day in (
        ("3.5", date(2026, 3, 5)),
        ("昨天", date(2026, 10, 23)),
        ("10月5日", date(2026, 10, 5)),
    ):
        form.editor("night").line.setText(typed)
        assert form.values()["night"] == day


def test_a_day_is_picked_from_the_calendar(form):
    form.set_values(FILLED)
    editor = form.editor("night")
    editor.open_calendar()
    assert editor.popup.calendar.selectedDate() == QDate(2026, 10, 5)
    editor.popup.calendar.clicked.emit(QDate(2026, 10, 8))
    assert form.values()["night"] == date(2026, 10, 8)
    assert form.is_dirty()


def test_every_problem_is_one_sentence_and_the_first_is_focused(form, qtbot):
    form.set_values({"night": date(2026, 10, 5), "village_id": 1})
    form.editor("people").line.setText("很多")
    with pytest.raises(Invalid) as problem:
        form.values()
    assert list(problem.value.fields) == ["leader", "people"]
    assert form.error("leader") == "请填写“带班人”。"
    assert form.error("people") == "“人数”里的“很多”不是一个确定的数，请写清楚。"
    assert form.error("night") == ""
    assert form.editor("leader").line.hasFocus()


def test_mending_a_field_takes_its_sentence_away(form, qtbot):
    with pytest.raises(Invalid):
        form.values()
    qtbot.keyClicks(form.editor("people").line, "5")
    assert form.error("people") == ""
    assert form.error("leader") != ""


def test_a_village_that_is_not_in_the_register_is_refused(form):
    form.set_values(FILLED)
    form.editor("village_id").line.setText("没有这个村")
    with pytest.raises(Invalid) as problem:
        form.values()
    assert "不在名单里" in problem.value.fields["village_id"]


def test_enter_goes_to_the_next_field_and_ctrl_s_saves(form, qtbot):
    form.set_values(FILLED)
    form.focus_first()
    qtbot.keyClick(form.editor("night").line, Qt.Key.Key_Return)
    assert form.editor("village_id").line.hasFocus()
    qtbot.keyClick(form.editor("village_id").line, Qt.Key.Key_Return)
    assert form.editor("start").line.hasFocus()
    with qtbot.waitSignal(form.saved):
        qtbot.keyClick(form.editor("start").line, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(form.saved_and_next):
        qtbot.keyClick(
            form.editor("start").line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
    qtbot.keyClick(form.editor("evidence").box, Qt.Key.Key_Return)
    assert form.editor("joint").box.hasFocus()


def test_the_next_record_keeps_the_night_and_the_village(form):
    form.set_values(FILLED)
    form.start_next(keep=("night", "village_id"))
    assert form.editor("night").typed() == "2026-10-05"
    assert form.editor("village_id").typed() == 2
    assert form.editor("leader").typed() == ""
    assert form.editor("evidence").typed() == "村自报"
    assert form.editor("start").line.hasFocus()
    assert not form.is_dirty()


def test_pinyin_initials_and_syllables_find_a_village(form, qtbot):
    editor = form.editor("village_id")
    editor.setFocus()
    qtbot.keyClicks(editor.line, "glc")
    assert editor.proposals() == ["郭楼村"]
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.typed() == 1
    assert form.is_dirty()


def test_pinyin_reads_every_way_of_a_character():
    finder = ReferenceFinder(VILLAGES)

    def names(typed):
        return [each.label for each in finder.matching(typed)]

    assert names("gq") == ["郭桥村"]
    assert names("guoq") == ["郭桥村"]
    assert names("guo lou") == ["郭楼村"]
    assert names("gc") == []
    assert names("lp") == ["乐平社区"]
    assert names("yueping") == ["乐平社区"]
    assert names("桥") == ["郭桥村"]
    assert names("") == [each.label for each in VILLAGES]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("司法所", 1), ("镇司法所", 1), ("高塘镇司法所", 1), (" 公安派出所 ", 2), ("警务", None),
        ("镇", None), ("镇财政所", None), ("两所", None),
    ],
)  # fmt: skip
def test_a_unit_is_found_by_what_else_it_is_called(typed, found):
    units = [
        Reference(1, "司法所", 1, ("两所", "高塘镇司法所", "镇司法所")),
        Reference(2, "派出所", 2, ("两所", "公安派出所", "警务站", "高塘镇派出所", "镇派出所")),
    ]
    finder = ReferenceFinder(units)
    exact = finder.exact(typed)
    assert (exact and exact.id) == found
    assert [each.id for each in finder.matching("警务")] == [2]
    # A part of a name comes before what all are called behind the town's name.
    named = ReferenceFinder([*units, Reference(3, "高塘社区办", 3, ("高塘镇高塘社区办",))])
    assert [each.id for each in named.matching("高塘")] == [3]
    assert finder.matching("镇") == []


@pytest.mark.parametrize(("required", "left"), [(False, None), (True, "全镇")])
def test_the_whole_town_is_no_village_where_there_need_be_none(qtbot, today, required, left):
    field = Field("village_id", "村", Kind.REFERENCE, required=required, refers_to="villages")
    made = RecordForm((field,), today=today, references=references)
    qtbot.addWidget(made)
    made.editor("village_id").line.setText("全镇")
    assert made.editor("village_id").typed() == left


def test_full_width_digits_and_rare_characters_are_kept(form):
    form.set_values({**FILLED, "leader": "𬱖堃<&>", "village_id": 4})
    form.editor("people").line.setText("１２")
    assert form.values()["people"] == 12
    assert form.values()["leader"] == "𬱖堃<&>"


def test_a_choice_of_an_earlier_year_is_kept_until_changed(form):
    form.set_values({**FILLED, "evidence": "旧说法"})
    assert form.editor("evidence").typed() == "旧说法"


@pytest.fixture
def parent(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def dialog_of(parent, today, save, **given):
    dialog = FormDialog(
        parent, "新增平安夜巡", FIELDS, today=today, save=save, references=references, **given
    )
    dialog.open()
    return dialog


def test_the_dialog_closes_only_when_the_record_is_stored(parent, today, qtbot):
    stored = []

    def save(values):
        if values["people"] > 400:
            raise Conflict("该村当晚已有记录。")
        if values["leader"] == "无":
            raise Invalid({"leader": "带班人不能是“无”。"})
        stored.append(values)

    dialog = dialog_of(parent, today, save, values={**FILLED, "people": 450})
    dialog.save_button.click()
    assert dialog.isVisible()
    assert dialog.problem.text() == "该村当晚已有记录。"
    dialog.form.set_value("people", 5)
    dialog.form.set_value("leader", "无")
    dialog.save_button.click()
    assert dialog.form.error("leader") == "带班人不能是“无”。"
    dialog.form.set_value("leader", "张三")
    with qtbot.waitSignal(dialog.accepted):
        dialog.save_button.click()
    assert [values["leader"] for values in stored] == ["张三"]


def test_the_dialog_goes_on_with_the_next_record(parent, today):
    stored = []
    dialog = dialog_of(parent, today, stored.append, values=FILLED, keep=("night",))
    dialog.next_button.click()
    assert dialog.isVisible()
    assert dialog.form.editor("night").typed() == "2026-10-05"
    assert len(stored) == 1


def test_one_escape_does_not_throw_typing_away(parent, today, qtbot):
    dialog = dialog_of(parent, today, lambda values: None, values=FILLED)
    dialog.form.set_value("people", 7)
    dialog.reject()
    assert dialog.isVisible()
    assert "还没保存" in dialog.problem.text()
    dialog.reject()
    assert closed(dialog)


LONG = tuple(Field(f"field{at}", f"第{at}项", Kind.TEXT, required=at == 0) for at in range(30))


def in_sight(widget):
    """Whether the whole widget can be seen."""
    return widget.visibleRegion().boundingRect() == widget.rect()


@pytest.fixture
def long_dialog(parent, today, qtbot):
    dialog = FormDialog(parent, "长表", LONG, today=today, save=lambda _values: None, keep=())
    dialog.resize(420, 320)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.form.editor("field29").setFocus()
    qtbot.waitUntil(lambda: in_sight(dialog.form.editor("field29")))
    return dialog


def test_a_field_that_is_refused_is_scrolled_into_sight_and_named_at_the_buttons(
    long_dialog, qtbot
):
    qtbot.keyClick(long_dialog.form.editor("field29").line, Qt.Key.Key_S, CONTROL)
    first = long_dialog.form.editor("field0")
    qtbot.waitUntil(lambda: in_sight(first))
    assert first.line.hasFocus()
    assert in_sight(long_dialog.form._places["field0"].sentence)
    assert long_dialog.problem.text() == "还没有保存。请改正：第0项。"


def test_enter_and_the_next_record_scroll_to_where_the_focus_goes(long_dialog, qtbot):
    form = long_dialog.form
    form.set_value("field0", "填了")
    form.editor("field10").setFocus()
    qtbot.waitUntil(lambda: in_sight(form.editor("field10")))
    for at in range(10, 20):
        qtbot.keyClick(form.editor(f"field{at}").line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: in_sight(form.editor("field20")))
    qtbot.keyClick(form.editor("field20").line, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: in_sight(form.editor("field0")))
    assert form.editor("field0").line.hasFocus()


def test_what_cannot_be_read_is_said_when_its_field_is_left_and_what_is_missing_is_not(qtbot, form):
    form.editor("village_id").setFocus()
    form.editor("village_id").line.setText("郭")
    form.editor("people").setFocus()
    assert form.error("village_id") == (
        "“村”要从名单里选择，“郭”不在名单里。名单里有“郭楼村”、“郭桥村”，请写全，或者按 ↓ 选。"
    )
    qtbot.keyClicks(form.editor("people").focusProxy(), "600")
    form.editor("night").setFocus()
    assert form.error("people") == "“人数”不能大于 500，现在是 600。"
    qtbot.keyClicks(form.editor("night").focusProxy(), "2.30")
    form.editor("leader").setFocus()
    assert "2.30" in form.error("night")
    form.editor("start").setFocus()
    assert form.error("leader") == "", "an empty field is for saving"
    form.editor("village_id").setFocus()
    qtbot.keyClicks(form.editor("village_id").focusProxy(), "x")
    assert form.error("village_id") == ""


def test_two_names_in_one_field_are_told_apart_from_one_that_is_unknown(form):
    for typed, said in (
        ("郭楼村、郭桥村", "这里只选一个：在“郭楼村”、“郭桥村”里选主要的，别的写在文字里。"),
        ("郭楼村和没有的村", "请按 ↓ 看名单；名单里还没有的，先在“村与单位”里登记再选。"),
    ):
        form.editor("village_id").setFocus()
        form.editor("village_id").line.setText(typed)
        form.editor("people").setFocus()
        assert form.error("village_id").endswith(said)


def test_a_word_is_chosen_by_its_initials(qtbot, form):
    box = form.editor("evidence").focusProxy()
    box.setFocus()
    qtbot.keyClicks(box, "cc")
    assert form.typed()["evidence"] == "抽查"
    qtbot.keyClicks(box, "cz")
    assert form.typed()["evidence"] == "村自报"
    qtbot.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert box.view().isVisible(), "Alt+Down lists the words and chooses none"
    box.hidePopup()
    assert form.typed()["evidence"] == "村自报"


def test_where_other_words_are_allowed_letters_become_the_word_they_spell(qtbot, today):
    field = Field("name", "类型", Kind.CHOICE, choices=("药店", "诊所"), strict_choices=False)
    made = RecordForm((field, FIELDS[2]), today=today)
    qtbot.addWidget(made)
    made.show()
    box = made.editor("name").focusProxy()
    box.setFocus()
    qtbot.keyClicks(box.lineEdit(), "yd")
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert made.values()["name"] == "药店"
    made.editor("name").set_value(None)
    box.setFocus()
    qtbot.keyClicks(box.lineEdit(), "YD")
    qtbot.keyClick(box.lineEdit(), Qt.Key.Key_Return)
    assert made.values()["name"] == "YD", "a name in capitals is a name"
