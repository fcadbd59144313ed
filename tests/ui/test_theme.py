import re
from datetime import date

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QTableWidget,
    QTableWidgetItem,
    QTreeWidget,
    QTreeWidgetItem,
)

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.paths import resources
from gaotang_desktop.ui import icons, theme
from gaotang_desktop.ui.ledgers.import_table import Marked
from gaotang_desktop.ui.theme import DARK, LIGHT, Tone
from gaotang_desktop.ui.widgets.chips import PressChip
from gaotang_desktop.ui.widgets.form.record_form import RecordForm
from gaotang_desktop.ui.widgets.grid.sheet_grid import SheetGrid
from gaotang_desktop.ui.widgets.heat_legend import CellState, paint_cell
from gaotang_desktop.ui.widgets.tinted import tint


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


SURFACES = ("window", "navigation", "surface", "raised", "header", "hover", "accent_soft")
PAIRS = [
    *((word, ground) for word in ("text", "secondary") for ground in SURFACES),
    *(("faint", ground) for ground in SURFACES),
    *(("faint", ground) for ground in ("neutral_soft", "bad_soft", "warn_soft")),
    *((f"{tone}_text", f"{tone}_soft") for tone in Tone),
    *((f"{tone}_text", ground) for tone in Tone for ground in ("surface", "window", "header")),
    ("accent", "surface"),
    ("accent", "accent_soft"),
    ("accent", "hover"),
    ("on_accent", "accent_fill"),
    ("on_accent", "accent_hover"),
    ("on_accent", "accent_pressed"),
    ("on_toast", "toast"),
    ("toast_action", "toast"),
    ("text", "bad_soft"),
    ("secondary", "paper_table"),
]


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_words_can_be_read_on_their_ground(scheme, word, ground):
    assert contrast(getattr(scheme, word), getattr(scheme, ground)) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("mark", ["good", "warn", "bad", "accent"])
def test_icons_stand_out_from_the_surface(scheme, mark):
    assert contrast(getattr(scheme, mark), scheme.surface) >= 3


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["window", "surface", "raised"])
def test_the_border_of_a_field_stands_out_from_what_it_lies_on(scheme, ground):
    assert contrast(scheme.field_border, getattr(scheme, ground)) >= 3


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("mark", ["cell_verified", "cell_led", "bad"])
def test_a_night_on_the_map_stands_out_by_its_ground_its_line_or_its_cross(scheme, mark):
    """A night that the village reported itself has a line of the colour of a verified one."""
    assert contrast(getattr(scheme, mark), scheme.surface) >= 3


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_name_in_the_style_sheet_is_a_token(scheme):
    assert "$" not in theme.style_sheet(scheme).replace("$-names", "")


def test_the_style_sheet_names_no_colour_of_its_own():
    template = (resources() / "style" / "window.qss").read_text(encoding="utf-8")
    rules = re.sub(r"#[a-z_]+", "", template)
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b", rules)


def test_every_icon_can_be_drawn_in_every_colour():
    for path in sorted((resources() / "icons").glob("*.svg")):
        assert not icons.pixmap(path.stem, "text", 18).isNull()


def test_an_icon_keeps_its_button_over_a_change_of_scheme(qapp, qtbot):
    from PySide6.QtWidgets import QPushButton

    button = QPushButton("打印")
    qtbot.addWidget(button)
    icons.dress(button, "printer", "text", 16)
    before = button.icon().pixmap(20, 16).toImage()
    theme.dress(qapp, DARK)
    try:
        assert theme.colours() is DARK
        assert button.icon().pixmap(20, 16).toImage() != before
    finally:
        theme.dress(qapp, LIGHT)
    assert button.icon().pixmap(20, 16).toImage() == before


def test_the_icons_of_menus_fields_and_lists_follow_the_scheme(qapp, qtbot):
    """Of the calendar in a field that was open only a shadow was left in the dark."""
    theme.dress(qapp, theme.LIGHT)
    line, held = QLineEdit(), QListWidget()
    qtbot.addWidget(line)
    qtbot.addWidget(held)
    action = QAction(icons.icon("calendar", "secondary", 16), "日历", line)
    line.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
    menu = QMenu(line)
    below = menu.addMenu("表").addAction(icons.icon("file-up", "secondary", 16), "从表格导入…")
    held.addItem(QListWidgetItem(icons.icon("info", "warn"), "发现"))
    told = []
    held.itemChanged.connect(told.append)
    theme.dress(qapp, theme.DARK)
    for holder, name, colour, size in (
        (action, "calendar", "secondary", 16),
        (below, "file-up", "secondary", 16),
        (held.item(0), "info", "warn", 18),
    ):
        drawn = icons.icon(name, colour, size).pixmap(size).toImage()
        assert holder.icon().pixmap(size).toImage() == drawn
    assert told == []
    theme.dress(qapp, theme.LIGHT)


def test_both_schemes_name_the_same_colours():
    assert LIGHT._fields == DARK._fields


def windows_palette(ground, words, chosen, on_chosen, link, grey):
    """What Windows hands over when a theme of high contrast is on."""
    role, palette = QPalette.ColorRole, QPalette()
    for which, value in (
        (role.Window, ground), (role.Base, ground), (role.Button, ground), (role.WindowText, words),
        (role.Text, words), (role.ButtonText, words), (role.Highlight, chosen),
        (role.HighlightedText, on_chosen), (role.Link, link),
    ):  # fmt: skip
        palette.setColor(which, QColor(value))
    palette.setColor(QPalette.ColorGroup.Disabled, role.WindowText, QColor(grey))
    return palette


AQUATIC = windows_palette("#202020", "#ffffff", "#8ee3f0", "#263b50", "#75e9fc", "#a6a6a6")
DESERT = windows_palette("#fffaef", "#3d3d3d", "#903909", "#fff5e3", "#1c5e75", "#676767")


@pytest.mark.parametrize("palette", [AQUATIC, DESERT], ids=["aquatic", "desert"])
def test_in_high_contrast_the_systems_own_colours_are_shown_and_can_be_read(palette):
    scheme = theme.from_palette(palette)
    assert scheme.high_contrast
    assert scheme.window == palette.color(QPalette.ColorRole.Window).name()
    assert scheme.accent_fill == palette.color(QPalette.ColorRole.Highlight).name()
    for word, ground in PAIRS:
        assert contrast(getattr(scheme, word), getattr(scheme, ground)) >= 4.5, (word, ground)
    assert contrast(scheme.field_border, scheme.window) >= 4.5
    assert contrast(scheme.on_sample, scheme.sample) >= 4.5


@pytest.mark.parametrize("palette", [AQUATIC, DESERT], ids=["aquatic", "desert"])
def test_in_high_contrast_the_words_of_an_empty_field_are_not_taken_for_typed_ones(palette):
    scheme = theme.from_palette(palette)
    assert scheme.hint != scheme.text
    assert contrast(scheme.hint, scheme.surface) >= 4.5


def test_in_high_contrast_the_nights_of_the_map_differ_by_their_form(qapp):
    theme.dress(qapp, theme.from_palette(AQUATIC))
    try:
        drawn = set()
        for state in CellState:
            picture = QImage(24, 20, QImage.Format.Format_RGB32)
            picture.fill(theme.colour("surface"))
            painter = QPainter(picture)
            paint_cell(painter, QRectF(0, 0, 24, 20), state)
            painter.end()
            drawn.add(bytes(picture.constBits()))
        assert len(drawn) == len(CellState) - 1, "what is not yet and what is not there are one"
    finally:
        theme.dress(qapp, LIGHT)


def test_in_high_contrast_areas_beside_each_other_differ_by_what_fills_them(qapp):
    theme.dress(qapp, theme.from_palette(AQUATIC))
    try:
        for beside in (
            ("good", "cell_verified", "bad"), ("good", "accent", "bad"),
            ("cell_reported", "cell_verified", "cell_led", "bad"),
            ("cell_reported", "cell_verified", "accent_fill", "good"),
        ):  # fmt: skip
            drawn = {name: filled(name) for name in beside}
            assert len(set(drawn.values())) == len(beside), beside
            assert filled("hairline") not in drawn.values()
    finally:
        theme.dress(qapp, LIGHT)
    assert filled("good") != filled("bad")


def test_a_form_that_is_open_follows_when_the_system_turns_dark(qapp, qtbot):
    form = RecordForm((Field("night", "夜晚", Kind.DATE, required=True),), today=date.today)
    qtbot.addWidget(form)
    form.show()
    try:
        theme.dress(qapp, DARK)
        [label] = [each for each in form.findChildren(QLabel) if "夜晚" in each.text()]
        assert DARK.bad_text in label.text()
    finally:
        theme.dress(qapp, LIGHT)
    assert LIGHT.bad_text in label.text()


def test_words_of_items_follow_when_the_system_turns_dark_and_nothing_is_told_as_a_change(
    qapp, qtbot
):
    lists, table, tree = QListWidget(), QTableWidget(1, 1), QTreeWidget()
    entry, cell, line = QListWidgetItem("考评表"), QTableWidgetItem("待补"), QTreeWidgetItem(["红"])
    below = QTreeWidgetItem(["司法所"])
    lists.addItem(entry)
    table.setItem(0, 0, cell)
    tree.addTopLevelItem(line)
    line.addChild(below)
    told = []
    for each in (lists, table, tree):
        qtbot.addWidget(each)
    for each in (entry, cell, line, below):
        tint(each, "bad_text")
    lists.itemChanged.connect(told.append)
    table.itemChanged.connect(told.append)
    tree.itemChanged.connect(told.append)

    def inks():
        items = (entry.foreground(), cell.foreground(), line.foreground(0), below.foreground(0))
        return {each.color().name() for each in items}

    try:
        theme.dress(qapp, DARK)
        assert inks() == {QColor(DARK.bad_text).name()}
    finally:
        theme.dress(qapp, LIGHT)
    assert inks() == {QColor(LIGHT.bad_text).name()}
    assert told == []


@pytest.fixture
def aquatic(qapp):
    theme.dress(qapp, theme.from_palette(AQUATIC))
    yield theme.colours()
    theme.dress(qapp, LIGHT)


def test_in_high_contrast_what_can_be_pressed_has_a_line_and_what_holds_another_ground(
    aquatic, qtbot
):
    chip = PressChip("发到微信", checkable=True)
    qtbot.addWidget(chip)
    chip.show()

    def seen():
        picture = chip.grab().toImage()
        middle = picture.width() // 2
        return picture.pixelColor(middle, 1), picture.pixelColor(middle, 4)

    edge, ground = seen()
    assert contrast(edge.name(), ground.name()) >= 3
    chip.setChecked(True)
    assert seen()[1].name() == aquatic.accent_fill
    assert contrast(aquatic.on_accent, aquatic.accent_fill) >= 4.5


def test_in_high_contrast_the_words_of_the_chosen_cell_of_a_grid_can_be_read(aquatic, qtbot):
    grid = SheetGrid((Field("people", "人数", Kind.INTEGER),), today=date.today, row_header="村")
    qtbot.addWidget(grid)
    grid.set_rows([1, 2], ["北村", "江村"], [{"people": 7}, {"people": 8}])
    grid.resize(400, 200)
    grid.show()
    grid.view.setCurrentIndex(grid.model.index(0, 0))
    box = grid.view.visualRect(grid.model.index(0, 0))
    picture = grid.view.viewport().grab(box).toImage()
    ground = picture.pixelColor(5, 5).name()
    words = grid.model.index(0, 0).data(Qt.ItemDataRole.ForegroundRole).name()
    assert contrast(words, ground) >= 4.5


def test_in_high_contrast_the_words_of_a_marked_cell_in_the_chosen_row_can_be_read(aquatic, qtbot):
    """有问题 stood white on cyan in the row in hand of an import."""
    table = QTableWidget(1, 1)
    qtbot.addWidget(table)
    table.setItemDelegate(Marked(table))
    item = QTableWidgetItem("有问题")
    item.setBackground(theme.colour("bad_soft"))
    item.setForeground(theme.colour("bad_text"))
    table.setItem(0, 0, item)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    with qtbot.waitActive(table):
        table.show()
        table.activateWindow()
    table.setFocus()
    table.setCurrentCell(0, 0)
    picture = table.viewport().grab(table.visualRect(table.model().index(0, 0))).toImage()
    ground = picture.pixelColor(picture.width() // 2, 4).name()
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(4, picture.width() - 4)
        for y in range(4, picture.height() - 4)
    }
    assert max(contrast(each, ground) for each in seen) >= 4.5


def filled(name):
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(theme.colour("surface"))
    painter = QPainter(picture)
    theme.filling(painter, name)
    painter.drawRect(QRectF(2, 2, 36, 16))
    painter.end()
    return bytes(picture.constBits())


@pytest.mark.parametrize("kind", [QListWidget, QTreeWidget, QTableWidget])
@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_box_that_is_not_ticked_can_be_seen_in_every_list(qapp, qtbot, scheme, kind):
    theme.dress(qapp, scheme)
    made = kind()
    qtbot.addWidget(made)
    if kind is QTableWidget:
        made.setRowCount(1)
        made.setColumnCount(1)
        item = QTableWidgetItem("")
        made.setItem(0, 0, item)
        item.setCheckState(Qt.CheckState.Unchecked)
    elif kind is QTreeWidget:
        QTreeWidgetItem(made, [""]).setCheckState(0, Qt.CheckState.Unchecked)
    else:
        QListWidgetItem("", made).setCheckState(Qt.CheckState.Unchecked)
    made.resize(200, 120)
    made.show()
    row = made.visualRect(made.model().index(0, 0))
    seen = made.viewport().grab(row).toImage()
    colours = {seen.pixelColor(x, row.height() // 2).name() for x in range(seen.width())}
    assert scheme.faint.lower() in colours
    theme.dress(qapp, LIGHT)


@pytest.mark.parametrize("palette", [None, AQUATIC, DESERT], ids=["light", "aquatic", "desert"])
def test_what_a_field_proposes_to_type_can_be_read(qapp, qtbot, palette):
    scheme = LIGHT if palette is None else theme.from_palette(palette)
    theme.dress(qapp, scheme)
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setPlaceholderText("名称或拼音首字母")
    line.show()
    shown = line.palette().color(QPalette.ColorRole.PlaceholderText)
    assert (shown.name(), shown.alpha()) == (scheme.hint.lower(), 255)
    theme.dress(qapp, LIGHT)
