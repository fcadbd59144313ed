import io
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from reportlab.pdfgen import canvas

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.periods import CYCLES, Period, month
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.printing.pdf_view import PdfView
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.cards import Card, FigureCard
from gaotang_desktop.ui.widgets.chips import FilterChip
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker
from gaotang_desktop.ui.widgets.side_panel import SidePanel
from gaotang_desktop.ui.widgets.two_lines import TwoLines


def paper(pages):
    out = io.BytesIO()
    drawn = canvas.Canvas(out, pagesize=(595.3, 841.9))
    for number in range(pages):
        drawn.drawString(100, 700, str(number))
        drawn.showPage()
    drawn.save()
    return out.getvalue()


def test_the_period_steps_and_stops_at_the_latest(qtbot):
    picker = PeriodPicker(month(2026, 9), latest=month(2026, 10))
    qtbot.addWidget(picker)
    told = []
    picker.changed.connect(told.append)
    picker.later.click()
    assert picker.label.text() == "2026年10月"
    assert not picker.later.isEnabled()
    picker.set_period(month(2027, 5))
    picker.earlier.click()
    picker.earlier.click()
    assert told == [month(2026, 10), month(2026, 9), month(2026, 8)]


def test_quarters_and_years_are_picked_alike(qtbot):
    picker = PeriodPicker(Period(2026, "quarter", 1))
    qtbot.addWidget(picker)
    picker.earlier.click()
    assert picker.label.text() == "2025年第四季度"


def offered(picker):
    return [each.text() for each in picker.open_menu().actions() if each.text()]


def test_the_menu_goes_by_month_quarter_and_year_and_finds_each_again(qtbot):
    picker = PeriodPicker(month(2026, 8), cycles=CYCLES, today=lambda: date(2026, 10, 24))
    qtbot.addWidget(picker)
    assert offered(picker)[:3] == ["按月", "按季度", "按年"]
    picker.show_cycle("quarter")
    assert picker.label.text() == "2026年第三季度"
    assert offered(picker)[3:6] == ["2026年第四季度", "2026年第三季度", "2026年第二季度"]
    picker.show_cycle("year")
    assert picker.label.text() == "2026年"
    picker.show_cycle("month")
    assert picker.period == month(2026, 8)
    picker.set_period(Period(2025, "year", 1))
    picker.show_cycle("month")
    assert picker.period == month(2025, 12)


def test_a_shorter_cycle_begins_today_not_at_the_end_of_the_year(qtbot):
    year = Period(2026, "year", 1)
    picker = PeriodPicker(year, cycles=CYCLES, today=lambda: date(2026, 10, 24))
    qtbot.addWidget(picker)
    picker.show_cycle("month")
    assert picker.period == month(2026, 10)


def test_a_picker_of_months_offers_months_alone(qtbot):
    picker = PeriodPicker(month(2026, 8))
    qtbot.addWidget(picker)
    assert {each[-1] for each in offered(picker)} == {"月"}


def test_a_quarter_is_chosen_with_the_keyboard_alone(qtbot):
    picker = PeriodPicker(month(2026, 8), cycles=CYCLES)
    qtbot.addWidget(picker)
    with qtbot.waitActive(picker):
        picker.show()
        picker.activateWindow()
    key = Qt.Key
    picker.label.setFocus()
    for typed in ([key.Key_Up] * 5 + [key.Key_Return], [key.Key_Down, key.Key_Return]):
        qtbot.keyClick(picker.label, key.Key_Down)
        menu = QApplication.activePopupWidget()
        for each in typed:
            qtbot.keyClick(menu, each)
    assert picker.label.text() == "2026年第二季度"
    qtbot.keyClick(picker.label, key.Key_Left)
    assert picker.label.text() == "2026年第一季度"


def test_a_figure_card_says_its_figure_and_is_pressed_by_key(qtbot):
    card = FigureCard("本月夜巡")
    qtbot.addWidget(card)
    card.set("118", "/ 150 村次", "3 个村进度落后", Tone.WARN)
    assert card.accessibleName() == "本月夜巡 118/ 150 村次。3 个村进度落后"
    assert card.sentence.property("class") == ["secondary", "warn"]
    with qtbot.waitSignal(card.pressed):
        qtbot.keyClick(card, Qt.Key.Key_Return)
    card.set("")
    assert card.figure.text() == "—"


def test_a_card_takes_names_as_they_are(qtbot):
    card = Card("<b>村</b>", "按进度")
    qtbot.addWidget(card)
    assert card._title.textFormat() == Qt.TextFormat.PlainText


def test_the_side_panel_is_filled_anew_without_leftovers(qtbot):
    panel = SidePanel()
    qtbot.addWidget(panel)
    panel.show()
    pressed = []
    for _ in range(2):
        panel.clear()
        panel.set_title("郭桥村", "带队", Tone.INFO)
        panel.add_rows([("带班", "张某 <&>"), ("发现", "")])
        panel.add_heading("怎样能多得分")
        panel.add_paragraph("本月没有其他到期纠纷。")
        panel.add_item("circle-check", "good", "2026-028", "按期化解", lambda: pressed.append(1))
        panel.add_action("编辑", lambda: pressed.append(2), "pencil")
    qtbot.wait(1)
    words = [label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel)]
    assert words.count("张某 <&>") == 1
    assert words.count("—") == 1
    for button in panel.findChildren(QPushButton):
        if button.isVisibleTo(panel):
            button.click()
    assert sorted(pressed) == [1, 2]


def test_a_short_title_after_a_long_one_gives_its_lines_back(qtbot):
    panel = SidePanel()
    qtbot.addWidget(panel)
    panel.resize(280, 400)
    panel.show()
    high = []
    for title in ("2026-085 化解中", "高塘镇移民搬迁安置社区居民委员会" * 2, "2026-085 化解中"):
        panel.clear()
        panel.set_title(title, "逾期 23 天")
        QApplication.processEvents()
        high.append(panel._title.height())
    assert high[0] == high[2] < high[1]


def test_a_filter_chip_says_what_is_chosen(qtbot):
    chip = FilterChip("村")
    qtbot.addWidget(chip)
    chip.set_options([(1, "郭桥村"), (2, "董大村"), (3, "贾王村")])
    assert chip.text() == "村：全部 ▾"
    chip.choose(frozenset({1, 3}))
    assert chip.text() == "村：郭桥村、贾王村 ▾"
    chip.choose(frozenset({1, 2, 3}))
    assert chip.text() == "村：郭桥村等 3 个 ▾"
    with qtbot.waitSignal(chip.chosen_changed) as told:
        chip.set_options([(1, "郭桥村")])
    assert told.args == [frozenset({1})]


def test_pages_are_counted_and_the_place_stays_when_the_paper_is_made_again(qtbot):
    view = PdfView()
    qtbot.addWidget(view)
    view.resize(500, 600)
    view.show()
    view.show_bytes(paper(3))
    assert (view.current_page, view.page_count) == (1, 3)
    view.go_to(2)
    assert view.current_page == 2
    where = view._sheets.verticalScrollBar().value()
    view.show_bytes(paper(4))
    assert view._sheets.verticalScrollBar().value() == where
    assert view._words.text() == "第 2 / 4 页 · A4 实际版式"
    view.grab()
    view.set_zoom(2.0)
    assert view.zoom() == pytest.approx(2.0)
    view.set_zoom(None)
    assert view._sheets.boxes()[0].width() <= 500


def test_pages_are_white_in_every_scheme(qapp, qtbot):
    white_on_black = QPalette(QColor("#000000"), QColor("#000000"))
    for words in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        white_on_black.setColor(words, QColor("#ffffff"))
    contrasting = theme.from_palette(white_on_black)
    assert contrasting.high_contrast
    try:
        for scheme in (theme.LIGHT, theme.DARK, contrasting):
            theme.dress(qapp, scheme)
            view = PdfView()
            qtbot.addWidget(view)
            view.resize(500, 600)
            view.show()
            view.show_bytes(paper(1))
            image = view._sheets.grab().toImage()
            assert image.pixelColor(250, 200).name() == "#ffffff"
            around = image.pixelColor(2, 2).name()
            assert around != "#ffffff", "the sheet of paper is told from what it lies on"
    finally:
        theme.dress(qapp, theme.LIGHT)


def test_what_is_not_a_pdf_is_refused_and_the_paper_shown_stays(qtbot):
    view = PdfView()
    qtbot.addWidget(view)
    view.show_bytes(paper(2))
    with pytest.raises(Unreadable):
        view.show_bytes(b"not a paper")
    assert view.page_count == 2


def test_a_file_of_sizes_that_was_edited_by_hand_harms_nobody(tmp_path):
    memory = Memory(tmp_path)
    memory.write("tables/patrols", {"order": ["夜晚"]})
    memory.flush()
    assert Memory(tmp_path).read("tables/patrols") == {"order": ["夜晚"]}
    (tmp_path / "window.ini").write_text("[tables]\npatrols=@@@\n", encoding="utf-8")
    assert Memory(tmp_path).read("tables/patrols", {}) == {}


def test_a_sentence_takes_a_second_line_between_its_parts_before_anything_is_left_out(qtbot):
    text = "应巡以内 265 次 · 核实 87 次 · 10 个村进度落后"
    label = TwoLines(text)
    qtbot.addWidget(label)
    label.show()
    wide = label.fontMetrics().horizontalAdvance(text)
    one = label.fontMetrics().lineSpacing()
    seen = {}
    for room in (wide + 2, wide - 10, wide * 2 // 3, wide // 3):
        label.resize(room, one)
        seen[room] = (label.shown(), label.height() // one, label.toolTip())
    assert list(seen.values())[:3] == [
        ([text], 1, ""),
        (["应巡以内 265 次 · 核实 87 次 ·", "10 个村进度落后"], 2, ""),
        (["应巡以内 265 次 · 核实 87 次 ·", "10 个村进度落后"], 2, ""),
    ]
    lines, high, told = seen[wide // 3]
    assert (high, told) == (2, text)
    assert lines[1].endswith("…")
