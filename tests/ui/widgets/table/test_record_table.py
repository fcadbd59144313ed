import random
import time
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QHeaderView

from gaotang_desktop.domain.fields import Field, Kind, Listing, Reference, sort_key
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.widgets.chips import FilterChip
from gaotang_desktop.ui.widgets.table.record_table import RecordTable

FIELDS = (
    Field("night", "夜晚", Kind.DATE),
    Field("village_id", "村", Kind.REFERENCE, refers_to="villages"),
    Field("people", "人数", Kind.INTEGER, unit="人"),
    Field("evidence", "依据", Kind.CHOICE, choices=("村自报", "抽查", "带队")),
    Field("finding", "发现", Kind.LONG_TEXT),
    Field("score", "得分", Kind.DECIMAL),
    Field("phone", "电话", Kind.TEXT, listed=False),
)
GUO, DONG, JIA = Reference(3, "郭桥村", 1), Reference(1, "董大村", 2), Reference(2, "贾王村", 3)
ROWS = (
    (date(2026, 10, 5), DONG, 10, "村自报", None, Decimal("9.5"), None),
    (date(2026, 9, 30), GUO, 9, "抽查", "路灯损坏\n1 处", Decimal("10"), "1"),
    (date(2025, 12, 31), JIA, None, "带队", "=1+1", None, None),
    (date(2026, 10, 23), GUO, 100, "村自报", None, Decimal("-1.25"), None),
)
LISTING = Listing("patrols", FIELDS, (11, 12, 13, 14), ROWS)


def table_of(qtbot, today, listing=LISTING, **given):
    table = RecordTable("patrols", today=today, **given)
    qtbot.addWidget(table)
    table.resize(900, 400)
    table.set_listing(listing)
    table.show()
    return table


def texts(table, column):
    return [table.model.index(row, column).data() for row in range(table.model.rowCount())]


def test_dates_say_the_weekday_and_the_year_only_when_it_is_another(qtbot, today):
    table = table_of(qtbot, today)
    assert texts(table, 0) == ["10-05 周一", "09-30 周三", "2025-12-31 周三", "10-23 周五"]


def test_nothing_is_a_dash_and_scores_have_two_places(qtbot, today):
    table = table_of(qtbot, today)
    assert texts(table, 5) == ["9.50", "10.00", "—", "-1.25"]
    assert texts(table, 4)[1] == "路灯损坏 1 处"


def test_numbers_sort_as_numbers_villages_in_their_order_and_nothing_last(qtbot, today):
    table = table_of(qtbot, today)
    table.sort_by("people")
    assert table.shown_ids() == [12, 11, 14, 13]
    table.sort_by("people", descending=True)
    assert table.shown_ids() == [14, 11, 12, 13]
    table.sort_by("village_id")
    assert table.shown_ids() == [12, 14, 11, 13]
    table.sort_by("score")
    assert table.shown_ids() == [14, 11, 12, 13]
    table.sort_by(None)
    assert table.shown_ids() == [11, 12, 13, 14]


def test_sorting_agrees_with_the_fields_own_key(qtbot, today):
    table = table_of(qtbot, today)
    for at, field in enumerate(FIELDS):
        table.sort_by(field.name)
        values = [row[at] for row in ROWS]
        shown = [ROWS[row][at] for row in table.model.order]
        assert shown == sorted(values, key=sort_key)


def test_pressing_a_header_sorts_up_then_down_then_as_it_came(qtbot, today):
    table = table_of(qtbot, today)
    header = table.view.horizontalHeader()
    header.sectionClicked.emit(2)
    assert table.model.headerData(2, Qt.Orientation.Horizontal) == "人数 ↑"
    header.sectionClicked.emit(2)
    assert table.shown_ids() == [14, 11, 12, 13]
    header.sectionClicked.emit(2)
    assert table.shown_ids() == [11, 12, 13, 14]


def test_every_word_must_be_found_somewhere_in_the_row(qtbot, today):
    table = table_of(qtbot, today)
    table.set_text("郭桥 自报")
    assert table.shown_ids() == [14]
    table.set_text("郭桥 带队")
    assert table.shown_ids() == []
    assert table._nothing.sentence.text() == "没有符合条件的记录。"
    table._nothing.button.click()
    assert len(table.shown_ids()) == 4


def test_a_chip_keeps_the_rows_with_its_values(qtbot, today):
    table = table_of(qtbot, today, filters=("village_id", "evidence"))
    table.set_filter("village_id", [3])
    assert table.shown_ids() == [12, 14]
    assert table._chips["village_id"].text() == "村：郭桥村 ▾"
    table.set_filter("evidence", ["抽查"])
    assert table.shown_ids() == [12]
    assert table._count.text() == "显示 1 / 4 条"
    table.clear_filters()
    assert table._count.text() == "共 4 条"


def test_a_chip_offers_the_values_in_display_order(qtbot, today):
    table = table_of(qtbot, today, filters=("village_id",))
    chip = table._chips["village_id"]
    chip.click()
    popup = chip.popup
    assert [popup._list.item(i).text() for i in range(3)] == ["郭桥村", "董大村", "贾王村"]
    popup._list.item(2).setCheckState(Qt.CheckState.Checked)
    assert table.shown_ids() == [13]
    popup.close()


def test_selection_focus_and_place_survive_a_reload(qtbot, today):
    many = Listing("patrols", FIELDS, tuple(range(200)), ROWS * 50)
    table = table_of(qtbot, today, many)
    table.view.selectRow(120)
    table.view.verticalScrollBar().setValue(3000)
    fewer = Listing("patrols", FIELDS, tuple(range(1, 200)), (ROWS * 50)[1:])
    table.set_listing(fewer)
    assert table.selected_ids() == [120]
    assert table.current_id() == 120
    assert table.view.verticalScrollBar().value() == 3000


def test_a_record_that_is_gone_leaves_the_focus_and_says_so(qtbot, today):
    table = table_of(qtbot, today)
    table.view.selectRow(1)
    with qtbot.waitSignal(table.current_changed) as told:
        table.set_listing(Listing("patrols", FIELDS, (11, 13), (ROWS[0], ROWS[2])))
    assert told.args == [None]
    assert table.selected_ids() == []


def test_copying_gives_headers_full_dates_and_one_line_per_record(qtbot, today):
    table = table_of(qtbot, today)
    table.view.selectAll()
    text = table.view.copy_rows(table.columns.chosen())
    lines = text.split("\n")
    assert lines[0] == "夜晚\t村\t人数\t依据\t发现\t得分"
    assert lines[2] == "2026-09-30\t郭桥村\t9\t抽查\t路灯损坏 1 处\t10"
    assert lines[3].split("\t")[4] == "'=1+1"
    assert QGuiApplication.clipboard().text() == text


def test_enter_opens_and_delete_asks_for_the_bin(qtbot, today):
    table = table_of(qtbot, today)
    table.view.selectRow(2)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args == [13]
    table.view.selectAll()
    with qtbot.waitSignal(table.bin_requested) as binned:
        qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert binned.args == [[11, 12, 13, 14]]


def test_the_footer_sums_what_is_shown_and_averages_what_is_selected(qtbot, today):
    table = table_of(qtbot, today, sums=("people",))
    assert table._total.text() == "合计　人数 119人"
    table.view.selectAll()
    table.view.selectionModel().setCurrentIndex(
        table.model.index(0, 2), table.view.selectionModel().SelectionFlag.NoUpdate
    )
    assert table._selected.text() == "选中 4 条 · 人数合计 119，平均 39.67"


def test_the_footer_adds_no_village_that_is_not_there_today(qtbot, today):
    names = ("name", "joined_on", "withdrawn_on", "households")
    fields = tuple(
        Field(each, each, Kind.DATE if each.endswith("_on") else Kind.INTEGER) for each in names
    )
    rows = (
        ("甲村", None, None, 100),
        ("乙村", None, date(2026, 1, 1), 50),
        ("丙村", None, None, 1),
    )
    gone = frozenset({2})
    listing = Listing("villages", fields, (1, 2, 3), rows, gone)
    table = table_of(qtbot, today, listing, sums=names[3:])
    assert table._total.text() == "合计（在册的村）　households 101"
    table.set_listing(Listing("villages", (), (), ()))  # a list that was not read yet
    assert table._total.text() == ""


def test_columns_widths_order_and_sorting_are_found_again(qtbot, today, tmp_path):
    memory = Memory(tmp_path)
    table = table_of(qtbot, today, memory=memory)
    table.columns.show_column("evidence", False)
    table.columns.show_column("phone", True)
    table.view.horizontalHeader().moveSection(2, 0)
    table.view.horizontalHeader().resizeSection(0, 177)
    table.sort_by("people", descending=True)
    table.columns.remember()
    memory.flush()
    again = table_of(qtbot, today, memory=Memory(tmp_path))
    names = [FIELDS[column].name for column in again.view.shown_columns()]
    assert names == ["people", "night", "village_id", "finding", "score", "phone"]
    assert again.view.horizontalHeader().sectionSize(0) == 177
    assert again.shown_ids() == [14, 11, 12, 13]
    again.columns.reset()
    assert [FIELDS[c].name for c in again.view.shown_columns()] == [f.name for f in FIELDS[:6]]


def test_hidden_columns_stay_hidden_over_reload_filter_and_sort(qtbot, today):
    table = table_of(qtbot, today)
    table.columns.show_column("finding", False)
    table.set_listing(LISTING)
    table.set_text("郭桥")
    table.sort_by("night")
    assert 4 not in table.view.shown_columns()
    assert 6 not in table.view.shown_columns()


def test_an_empty_list_says_what_belongs_there_and_starts_it(qtbot, today):
    table = RecordTable("patrols", today=today)
    qtbot.addWidget(table)
    pressed = []
    table.set_empty("还没有夜巡记录，从录入今晚开始。", "录入一晚", lambda: pressed.append(1))
    table.set_listing(Listing("patrols", FIELDS, (), ()))
    assert table._nothing.sentence.text() == "还没有夜巡记录，从录入今晚开始。"
    table._nothing.button.click()
    assert pressed == [1]


def test_selecting_a_hidden_record_lifts_the_filters(qtbot, today):
    table = table_of(qtbot, today, filters=("village_id",))
    table.set_filter("village_id", [3])
    table.select([13])
    assert table.current_id() == 13
    assert len(table.shown_ids()) == 4


def test_a_hundred_thousand_rows_are_shown_and_sorted_without_waiting(qtbot, today):
    chance = random.Random(1)
    villages = [Reference(i, f"村{i}", i) for i in range(53)]
    rows = tuple(
        (
            date.fromordinal(738_000 + chance.randrange(2000)),
            chance.choice(villages),
            chance.randrange(2, 30),
            chance.choice(("村自报", "抽查")),
            None,
            Decimal(chance.randrange(10_000)) / 100,
            None,
        )
        for _ in range(100_000)
    )
    listing = Listing("patrols", FIELDS, tuple(range(100_000)), rows)
    table = table_of(qtbot, today)
    spent = {}
    for name, deed in (
        ("listing", lambda: table.set_listing(listing)),
        ("people", lambda: table.sort_by("people")),
        ("night", lambda: table.sort_by("night", descending=True)),
        ("village", lambda: table.sort_by("village_id")),
        ("score", lambda: table.sort_by("score")),
        ("first text", lambda: table.set_text("村7")),
        ("text", lambda: table.set_text("村17")),
        ("all", table.view.selectAll),
        ("reload", lambda: table.set_listing(listing)),
    ):
        start = time.perf_counter()
        deed()
        spent[name] = time.perf_counter() - start
    print({name: f"{seconds * 1000:.0f} ms" for name, seconds in spent.items()})
    # Bounds five times what a slow machine needs: this guards against per-row work, not jitter.
    assert spent["listing"] < 1.0
    assert max(spent[name] for name in ("people", "night", "village", "score")) < 1.5


def test_rows_are_32_pixels_and_the_header_can_be_reordered(qtbot, today):
    table = table_of(qtbot, today)
    assert table.view.rowHeight(0) == 32
    rows = table.view.verticalHeader()
    assert rows.sectionResizeMode(0) == QHeaderView.ResizeMode.Fixed
    assert table.view.horizontalHeader().sectionsMovable()


def cut(table):
    """The cells in sight whose words do not fit, by the label of their column."""
    header, found = table.view.horizontalHeader(), set()
    for column in table.view.shown_columns():
        for row in range(table.model.rowCount()):
            index = table.model.index(row, column)
            wanted = table.view.cells.sizeHint(None, index).width() - 2
            if wanted > header.sectionSize(column):
                found.add(FIELDS[column].label)
    return found


def test_the_first_record_of_an_empty_list_is_not_cut_off(qtbot, today):
    table = table_of(qtbot, today, Listing("patrols", FIELDS, (), ()))
    table.set_listing(LISTING)
    assert cut(table) == set()


def test_wider_words_widen_a_column_and_another_period_fits_anew(qtbot, today):
    table = table_of(qtbot, today, LISTING.where(lambda number, _row: number == 11))
    header = table.view.horizontalHeader()
    long = Reference(9, "第一百二十三村民委员会", 9)
    wider = (LISTING.rows[0][0], long, *LISTING.rows[0][2:])
    table.set_listing(Listing("patrols", FIELDS, (11, 15), (LISTING.rows[0], wider)))
    assert cut(table) == set()
    wide = header.sectionSize(1)
    table.set_listing(LISTING.where(lambda number, _row: number == 11))
    assert header.sectionSize(1) == wide, "after a saving nothing jumps"
    table.set_listing(LISTING.where(lambda number, _row: number == 13))
    assert header.sectionSize(1) < wide


def test_a_width_set_by_hand_stays_whatever_comes(qtbot, today):
    table = table_of(qtbot, today, Listing("patrols", FIELDS, (), ()))
    table.view.horizontalHeader().resizeSection(1, 71)
    table.set_listing(LISTING)
    assert table.view.horizontalHeader().sectionSize(1) == 71


def test_columns_without_room_are_folded_and_come_back_with_it(qtbot, today):
    table = table_of(qtbot, today)
    table.resize(420, 400)
    bar = table.view.horizontalScrollBar()
    assert bar.maximum() == 0
    assert table.columns.folded()
    assert table._folded.text() == f"收起 {len(table.columns.folded())} 列 ·"
    assert table.shown_listing().fields == FIELDS[:6], "paper has every column that is chosen"
    table.view.selectAll()
    assert (
        table.view.copy_rows(table.columns.chosen()).split("\n")[0]
        == "夜晚\t村\t人数\t依据\t发现\t得分"
    )
    table.resize(1200, 400)
    assert table.columns.folded() == []
    assert not table._folded.isVisible()


def test_a_column_asked_for_makes_another_give_way(qtbot, today, tmp_path):
    table = table_of(qtbot, today, memory=Memory(tmp_path))
    table.resize(420, 400)
    wanted = table.columns.folded()[-1]
    table.columns.show_column(wanted.name, True)
    assert wanted not in table.columns.folded()
    assert table.view.horizontalScrollBar().maximum() == 0


def test_shift_and_a_header_order_what_is_equal_by_another_column(qtbot, today, tmp_path):
    table = table_of(qtbot, today, memory=Memory(tmp_path))
    table.sort_by("evidence", then=[("people", True)])
    first = [number for number in table.shown_ids() if number in (11, 14)]
    assert first == [14, 11]
    table.sort_by("evidence", then=[("people", False)])
    assert [number for number in table.shown_ids() if number in (11, 14)] == [11, 14]
    assert table.model.headerData(2, Qt.Orientation.Horizontal) == "人数 ↑2"
    table.columns.remember()
    again = table_of(qtbot, today, memory=table.columns._memory)
    assert again.shown_ids() == table.shown_ids()


def test_shift_pressed_with_the_mouse_adds_turns_and_drops_a_column(qtbot, today):
    table = table_of(qtbot, today)
    header = table.view.horizontalHeader()

    def press(column, modifier):
        x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
        place = header.viewport().rect().topLeft()
        place.setX(x)
        place.setY(header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, place)

    press(3, Qt.KeyboardModifier.NoModifier)
    for marked in ((("people", False),), (("people", True),), ()):
        press(2, Qt.KeyboardModifier.ShiftModifier)
        assert table.model.sorted_by == "evidence"
        assert table.model.then_by == marked
    press(2, Qt.KeyboardModifier.NoModifier)
    assert table.model.sorted_by == "people"


def test_chips_that_find_no_room_beside_the_line_leave_the_height_to_the_rows(qtbot, today):
    named = [Field(f"n{at}", f"列{at}", Kind.TEXT) for at in range(14)]
    rows = tuple(tuple(f"第{row}件，很长的一句话" for _field in named) for row in range(3))
    listing = Listing("places", tuple(named), (1, 2, 3), rows)
    filters = [each.name for each in named[:5]]
    table = table_of(qtbot, today, listing, filters=filters, covered=lambda shown: shown)
    chips = [table.findChild(FilterChip, f"filter_{name}") for name in filters]
    for width, lines in ((1400, 1), (500, 2), (1400, 1)):
        table.resize(width, 260)
        for _turn in range(3):
            QApplication.processEvents()
        assert len({chip.mapTo(table, QPoint(0, 0)).y() for chip in chips}) == 1, width
        assert table.view.y() <= 20 + 40 * lines, width
