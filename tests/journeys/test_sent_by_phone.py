"""发到微信: lists, the map and the day on the clipboard."""

import re
from datetime import datetime, timedelta

import pytest
from builders import NOW, open_filled, open_work, patrol, village
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QToolButton
from window_steps import owned, settled

from gaotang_desktop.app import make_window
from gaotang_desktop.domain.documents.blocks import Paragraph, Sheet
from gaotang_desktop.services import demo, records
from gaotang_desktop.services.sheets import ledger_sheets
from gaotang_desktop.services.workbench import day_words
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.printing.paper_actions import ShownPaper


@pytest.fixture
def work(tmp_path):
    work, _counts = open_filled(tmp_path / "town", demo.fill, now=datetime(2026, 10, 24, 9, 0))
    yield work
    work.close()


@pytest.fixture
def window(qtbot, work):
    made = make_window(work.folder)
    owned(qtbot, made)
    made.show()
    made.attach(work, memory=Memory(), show="disputes")
    settled(qtbot, made)
    yield made
    made.close()


def test_one_press_puts_a_list_on_the_clipboard_as_a_picture_and_as_text(qtbot, window):
    table = window.current_page().ledger.table
    sender = next(
        each for each in table.findChildren(QToolButton) if each.accessibleName() == "发到微信"
    )
    sender.click()
    held = QGuiApplication.clipboard().mimeData()
    picture = held.imageData()
    assert isinstance(picture, QImage)
    assert picture.width() == 750
    assert picture.height() > 750
    count = len(table.shown_ids())
    assert held.text().startswith(f"【矛盾纠纷】共{count}条\n1. ")
    people = table.model.listing.column("parties") if "parties" in {
        each.name for each in table.model.listing.fields} else None  # fmt: skip
    if people is not None:
        for row in table.model.listing.rows:
            for name in str(row[people] or "").split("、"):
                assert len(name) < 2 or name not in held.text()


def test_the_map_goes_out_with_the_nights_of_every_village(qtbot, window):
    window.go("patrols")
    settled(qtbot, window)
    month = window.current_page().month
    month.to_phone.click()
    held = QGuiApplication.clipboard().mimeData()
    picture = held.imageData()
    assert picture.width() >= 750
    lowest = picture.height() - round(20 * picture.width() / month.map.width())
    below = {picture.pixel(x, lowest) for x in range(picture.width())}
    assert len(below) > 5, "what the colours mean stands under the map"
    lines = held.text().splitlines()
    assert lines[0] == "【平安夜巡 10月1日至10月24日】"
    assert len(lines) == 1 + len(month._covered.villages)
    with window.desk.work.database.reading() as session:
        counted = session.connection().exec_driver_sql(
            "select v.name, count(distinct p.night) from villages v left join patrols p on"
            " p.village_id = v.id and p.binned_at is null and p.night like '2026-10-%'"
            " where v.binned_at is null group by v.name"
        )
        nights = dict(counted.fetchall())
    due = -(-3 * 23 // 7)  # three a week by last night
    for line in lines[1:]:
        name, done = re.fullmatch(r"(.+) (\d+)晚(?:，缺报\d+晚)?", line).groups()
        assert int(done) == nights[name]
        behind = f"，缺报{due - int(done)}晚" if int(done) < due else ""
        assert line == f"{name} {done}晚{behind}"
    before = QImage(held.imageData())
    month.map.select(month._covered.villages[0].id, month._covered.days[4])
    month.to_phone.click()
    sent = QGuiApplication.clipboard().mimeData().imageData()
    assert sent == before, "where the keys stand is nobody else's business"


def test_the_day_is_told_in_sentences_that_agree_with_the_workbench(qtbot, window):
    window.go("workbench")
    settled(qtbot, window)
    page = window.current_page()
    page.send_day()
    settled(qtbot, window)
    said = QGuiApplication.clipboard().text()
    told = day_words.facts(window.desk.work)
    assert said == day_words.message(window.desk.work)
    assert 1 < len(said.splitlines()) <= 6
    assert (
        f"在办{'' if told.disputes_found or told.disputes_closed else '矛盾纠纷'}{told.disputes_open}件"
        in said
    )
    assert list(told.turns) == [each.name for each in page.day.turns]


def test_last_night_is_told_until_tonight_has_a_record(tmp_path):
    work = open_work(tmp_path / "data", now=NOW)
    place, day = village(work), NOW.date()
    patrol(work, place, day - timedelta(days=1))
    assert "昨晚1个村" in day_words.message(work)
    patrol(work, place, day)
    assert "今晚1个村" in day_words.message(work)
    work.close()


def test_an_empty_office_has_nothing_to_tell_but_what_is_to_do(tmp_path):
    work = open_work(tmp_path / "data", now=NOW)
    said = day_words.message(work)
    assert "夜巡" not in said
    assert "纠纷" not in said
    work.close()


def test_a_circular_goes_out_as_its_first_page_and_its_gist(qtbot, window):
    window.go("documents", {"document": "patrol-circular", "period": "2026-09"})
    settled(qtbot, window)
    page = window.current_page()
    page._with_shown(page.actions_of_paper.send)
    held = QGuiApplication.clipboard().mimeData()
    assert held.imageData().width() == 1080
    assert "夜巡" in held.text()
    assert held.text() == window.desk.work.cover(held.text())


def test_of_a_paper_that_names_a_resident_only_covered_text_goes_out(qtbot, window):
    work = window.desk.work
    name = "欧阳大海"
    number = records.listing(work, "disputes").ids[0]
    stored = records.get(work, "disputes", number)
    unit = records.references(work, "units")[0].id
    known = {**stored, "unit_id": unit, "parties": (name,)}
    records.save(work, "disputes", known, record_id=number)
    content, _made = ledger_sheets.draw(Sheet("表", f"{name}的情况", (Paragraph(f"{name}反映。"),)))
    window.go("documents")
    settled(qtbot, window)
    window.current_page().actions_of_paper.send(ShownPaper(content, f"{name}的情况"))
    held = QGuiApplication.clipboard().mimeData()
    assert not held.hasImage()
    assert name not in held.text()
