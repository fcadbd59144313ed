"""The evaluation through the real window: ask why, adjust, freeze, correct, edit the rules."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from builders import begin, open_filled, open_work, patrol, village
from PySide6.QtWidgets import QLabel, QPushButton
from town_records import fill
from window_steps import chosen, owned, settled

from gaotang_desktop.app import make_window
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import adjustments, evaluation, records
from gaotang_desktop.services.schemes import register
from gaotang_desktop.ui.pages.evaluation.score_table import FIRST_ITEM, movement
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

OCTOBER = periods.month(2026, 10)


@pytest.fixture
def clerk(qtbot, tmp_path):
    work = open_work(tmp_path / "data", now=datetime(2026, 11, 2, 9, 0))
    for name in ("北村", "荷塘社区"):
        place = village(work, name, households=300)
        patrol(work, place, date(2026, 10, 5))
        nobody = {"category": "其他", "total": 0, "managed": 0}
        records.save(
            work, "key-group-counts", nobody | {"month": OCTOBER.start, "village_id": place}
        )
    patrol(work, place, date(2026, 10, 6))
    begin(work, place)
    window = make_window(tmp_path / "data")
    owned(qtbot, window)
    window.show()
    window.attach(work)
    window.go("evaluation")
    settled(qtbot, window)
    window.current_page().standing.rank.click()  # most items have no record here: rank all the same
    yield window
    work.close()


@pytest.fixture
def town(qtbot, tmp_path):
    """The window on a town with records of every kind, and the older record of each kind."""
    work, ids = open_filled(tmp_path / "town", fill, now=datetime(2026, 11, 2, 9, 0))
    window = make_window(work.folder)
    owned(qtbot, window)
    window.show()
    window.attach(work)
    yield window, ids
    work.close()


def shown_words(page):
    return " ".join(each.text() for each in page.panel.findChildren(type(page.note)))


def test_a_click_on_a_score_says_why_and_what_would_raise_it(clerk):
    page = clerk.current_page()
    codes = [item.code for item in page.done.result.scheme.items]
    page.table.setCurrentCell(0, FIRST_ITEM + codes.index("B1"))
    words = shown_words(page)
    assert "14 × 巡了的夜晚 2 ÷（每周 3 × 31 天 ÷ 7） = 2.11" in words
    assert "怎样能多得分" in words
    assert "与上期相比" in words
    page.table.setCurrentCell(0, 0)
    assert "名次稳不稳" in shown_words(page)


def test_a_record_of_the_explanation_opens_on_its_own_page(qtbot, clerk):
    page = clerk.current_page()
    page.table.setCurrentCell(0, FIRST_ITEM + 2)
    ref = page.done.result.villages[0].items["B1"].fact.records[0]
    page.open_record(ref.kind, ref.id)
    settled(qtbot, clerk)
    assert clerk.current_page().key == "patrols"
    assert clerk.current_page().period.period == OCTOBER


def test_a_bonus_is_entered_listed_undone_and_moves_the_total(qtbot, clerk):
    page, work = clerk.current_page(), clerk.desk.work
    before = page.done.result.villages[1].total
    dialog = page.open_list("adjustments")
    dialog.add.click()
    form = dialog.findChild(FormDialog)
    place = page.done.result.villages[1].id
    form.form.set_value("village_id", place)
    form.form.set_value("kind", "加分")
    form.form.set_value("points", Decimal("1.5"))
    form.form.set_value("reason", "见义勇为")
    form.form.saved.emit()
    assert "倍数" in form.form.error("points")
    form.form.set_value("points", Decimal(1))
    form.form.saved.emit()
    settled(qtbot, clerk)
    assert len(dialog.table.shown_ids()) == 1
    dialog.accept()
    assert evaluation.evaluate(work, OCTOBER, draws=0).result.of(place).total == before + 1
    clerk.undo()
    settled(qtbot, clerk)
    assert adjustments.listing(work, "adjustments", OCTOBER).ids == ()


def test_a_month_is_frozen_checked_and_corrected_with_a_reason(qtbot, clerk):
    page, work = clerk.current_page(), clerk.desk.work
    page.freeze()
    settled(qtbot, clerk)
    page.check()
    assert "结果没有变化" in clerk.messages.dialog.text.text()
    clerk.messages.dialog.reject()
    patrol(work, page.done.result.villages[1].id, date(2026, 10, 8))
    settled(qtbot, clerk)
    assert page.freezing.text() == "更正"
    dialog = page.freeze()
    dialog.form.set_value("reason", "补登一晚")
    dialog.form.saved.emit()
    settled(qtbot, clerk)
    assert evaluation.versions(work, OCTOBER)[0].version == 2


def test_a_month_of_few_records_is_ranked_only_when_it_is_asked_for(qtbot, clerk):
    page, work = clerk.current_page(), clerk.desk.work
    patrol(work, page.done.result.villages[0].id, date(2026, 9, 6))
    page.period.set_period(periods.month(2026, 9))
    settled(qtbot, clerk)
    assert "没有一个村有记录" in page.standing.words.text()
    assert page.table.item(0, 0).text() == "—"
    page.standing.rank.click()
    assert page.table.item(0, 0).text() == "1"
    page.period.set_period(periods.month(2026, 8))
    settled(qtbot, clerk)
    assert "2026年8月没有数据" in page.nothing.sentence.text()
    assert page.table.rowCount() == 0


def test_a_frozen_month_is_seen_as_it_was_as_it_would_be_and_why_and_withdrawn(qtbot, clerk):
    page, work = clerk.current_page(), clerk.desk.work
    page.freeze()
    settled(qtbot, clerk)
    kept = [page.table.item(0, 2).text(), page.table.item(1, 2).text()]
    patrol(work, page.done.result.villages[1].id, date(2026, 10, 8))
    settled(qtbot, clerk)
    frozen, now, why = page.standing.views
    assert [page.table.item(0, 2).text(), page.table.item(1, 2).text()] == kept
    now.click()
    assert [page.table.item(0, 2).text(), page.table.item(1, 2).text()] != kept
    why.click()
    assert "10-08" in page.differences.label.text()
    assert not page.table.isVisibleTo(page)
    frozen.click()
    assert [page.table.item(0, 2).text(), page.table.item(1, 2).text()] == kept
    clerk.undo()
    settled(qtbot, clerk)
    clerk.undo()
    settled(qtbot, clerk)
    assert evaluation.is_frozen(work, OCTOBER)  # no undo takes it away
    dialog = page.unfreeze()
    dialog.form.saved.emit()
    assert evaluation.is_frozen(work, OCTOBER)
    dialog.form.set_value("reason", "录错了村")
    dialog.form.saved.emit()
    settled(qtbot, clerk)
    assert not evaluation.is_frozen(work, OCTOBER)


def test_the_rules_are_edited_as_a_new_version_and_say_what_is_wrong(qtbot, clerk):
    page, work = clerk.current_page(), clerk.desk.work
    versions = page.open_schemes()
    editor = versions.edit()
    editor.lines.head.set_value("full", Decimal(20))
    assert "108" in editor.lines.sum.text()
    assert not editor.save()
    assert "正好 100 分" in editor.problem.text()
    editor.lines.head.set_value("full", Decimal(12))
    editor.rules.set_value("own", True)
    assert not editor.save()
    assert "参考模板完全一样" in editor.rules.error("own")
    assert editor.save()  # the second press answers
    versions.accept()
    settled(qtbot, clerk)
    newest = register.versions(work)[0].scheme
    assert (newest.version, newest.template) == (2, False)
    assert page.done.result.scheme.version == 1


def test_a_quarter_shows_the_mean_of_its_months(qtbot, clerk):
    page = clerk.current_page()
    page.period.show_cycle("quarter")
    settled(qtbot, clerk)
    assert page.done.result.period == "2026-Q4"
    assert "各月总分的平均" in page.note.text()


def test_the_ranking_is_saved_as_a_picture(qtbot, clerk, tmp_path):
    clerk.current_page().write_chart(OCTOBER, tmp_path / "排名.svg")
    settled(qtbot, clerk)
    assert (tmp_path / "排名.svg").stat().st_size > 1000


def test_arrows_say_how_a_rank_moved():
    assert [movement(1, 3), movement(4, 3), movement(2, 2), movement(None, 1)] == [
        "↑2",
        "↓1",
        "—",
        "—",
    ]


def test_every_item_is_in_sight_on_the_smallest_screen_once_the_explanation_is_closed(qtbot, clerk):
    page = clerk.current_page()
    clerk.resize(1366, 728)
    settled(qtbot, clerk)
    assert page.table.folded()
    page.why.click()
    settled(qtbot, clerk)
    assert not page.panel.isVisible()
    assert page.table.folded() == []
    assert not page.folded.isVisible()
    assert page.table.horizontalScrollBar().maximum() == 0
    heads = [
        page.table.horizontalHeaderItem(column).text() for column in range(page.table.columnCount())
    ]
    assert heads[:5] == ["名次", "村", "总分", "名次区间", "升降"]
    assert "重点人员\n管控帮扶\n6 分" in heads


def test_a_long_table_is_filled_bit_by_bit_and_another_takes_its_place(qtbot, clerk):
    page = clerk.current_page()
    table, short = page.table, page.result
    long = replace(short, villages=short.villages * 40)
    table.show_result(long, None)
    assert table.rowCount() == 80
    assert table.item(0, 1) is not None
    assert table.item(79, 1) is None
    qtbot.waitUntil(lambda: table.item(79, 1) is not None)
    assert [table.item(row, 1).text() for row in range(80)] == [e.village for e in long.villages]
    table.show_result(long, None)
    table.show_result(short, None)
    qtbot.wait(20)
    assert [table.item(row, 1).text() for row in range(2)] == [e.village for e in short.villages]
    assert table.rowCount() == 2


@pytest.mark.parametrize("width", [1366, 1280, 1093, 960])
def test_what_has_no_room_in_the_score_table_is_folded_and_named(qtbot, clerk, width):
    page = clerk.current_page()
    table = page.table
    table.setCurrentCell(0, 0)
    clerk.resize(width, 660)
    settled(qtbot, clerk)
    heads = [table.horizontalHeaderItem(column).text() for column in range(table.columnCount())]
    shown = [head for column, head in enumerate(heads) if not table.isColumnHidden(column)]
    assert shown[:3] == ["名次", "村", "总分"]
    assert table.horizontalScrollBar().maximum() == 0
    assert len(table.folded()) == len(heads) - len(shown) > 0
    assert page.folded.text() == f"收起 {len(table.folded())} 列"
    assert all(name in page.folded.toolTip() for name in table.folded())
    items = page.result.scheme.items
    kept = [each.full for at, each in enumerate(items, FIRST_ITEM) if not table.isColumnHidden(at)]
    gone = [each.full for at, each in enumerate(items, FIRST_ITEM) if table.isColumnHidden(at)]
    assert min(kept) >= max(gone, default=Decimal(0)), "the items that are worth most stay"
    told = {label.text() for label in page.panel.findChildren(QLabel)}
    assert {each.name for each in items} <= told, "the explanation beside it has them all"


def test_an_item_that_is_chosen_comes_into_sight_though_it_was_folded(qtbot, clerk):
    table = clerk.current_page().table
    clerk.resize(1000, 700)
    settled(qtbot, clerk)
    folded = [column for column in range(table.columnCount()) if table.isColumnHidden(column)]
    table.setCurrentCell(0, folded[0])
    settled(qtbot, clerk)
    assert not table.isColumnHidden(folded[0])
    assert table.horizontalScrollBar().maximum() == 0
    assert table.visualRect(table.currentIndex()).right() <= table.viewport().width()
    # A village whose name fills the table leaves the scores in sight, and is read in full.
    long = "移民搬迁安置社区居民委员会和它的经济合作社联合村民小组全体成员代表大会"
    records.save(clerk.desk.work, "villages", {"name": long}, record_id=1)
    settled(qtbot, clerk)
    shown = [column for column in range(table.columnCount()) if not table.isColumnHidden(column)]
    assert len(shown) > 6
    assert long in {table.item(row, 1).toolTip() for row in range(table.rowCount())}


BEHIND_SCORES = {
    "patrols", "missed-nights", "spot-checks", "publicity-turns", "publicity-activities",
    "disputes", "dispute-reports", "key-group-counts", "findings", "poll-results", "assignments",
    "occurrences",
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(BEHIND_SCORES))
def test_the_records_of_every_score_open_on_their_pages(qtbot, town, kind):
    window, wanted = town
    window.go("evaluation", {"period": "2026-08"})
    settled(qtbot, window)
    page = window.current_page()
    village = page.done.result.of(wanted["villages"])
    refs = {ref.kind: ref for each in village.items.values() for ref in each.fact.records}
    assert set(refs) == BEHIND_SCORES
    row = page.done.result.villages.index(village)
    code = next(
        code
        for code, each in village.items.items()
        if any(ref.kind == kind for ref in each.fact.records)
    )
    codes = [item.code for item in page.done.result.scheme.items]
    page.table.setCurrentCell(row, FIRST_ITEM + codes.index(code))
    link = next(
        each
        for each in page.panel.findChildren(QPushButton)
        if each.property("role") == "item" and each.text() == refs[kind].label
    )
    link.click()
    settled(qtbot, window)
    assert window.current_page().key == PAGES[kind]
    place = wanted["villages"]
    expected = {
        "dispute-reports": (place, date(2026, 8, 3)),
        "key-group-counts": (date(2026, 8, 1), place, "total_3"),
        "poll-results": (wanted["polls"], place),
    }
    assert chosen(window.current_page(), kind) == expected.get(kind, wanted[kind])


def test_all_records_of_a_score_open_at_once(qtbot, town):
    window, wanted = town
    place = wanted["villages"]
    more = [patrol(window.desk.work, place, date(2026, 8, day)) for day in (10, 12)]
    window.go("evaluation", {"period": "2026-08"})
    settled(qtbot, window)
    page = window.current_page()
    village = page.done.result.of(place)
    page.open_records(village, village.items["B1"].fact.records)
    settled(qtbot, window)
    shown = window.current_page().ledgers["patrols"].table.shown_ids()
    assert set(shown) == {wanted["patrols"], *more}
