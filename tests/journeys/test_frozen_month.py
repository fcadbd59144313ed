"""A month from its freeze to its correction, through the real window and the command line."""

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from builders import open_work, patrol, village
from PySide6.QtCore import Qt
from scored_month import CHANGES, OCTOBER, fill_month
from window_steps import owned, settled

from gaotang_desktop.__main__ import main
from gaotang_desktop.app import make_window
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.evaluation.schemes import RewardRule
from gaotang_desktop.services import adjustments, evaluation, history, records
from gaotang_desktop.services.papers import catalogue, drafts, issued_documents
from gaotang_desktop.services.schemes import register

QUARTER = periods.parse("2026-Q4")


@pytest.fixture
def clerk(qtbot, tmp_path):
    work = open_work(tmp_path / "data", now=datetime(2026, 11, 2, 9, 0))
    window = make_window(tmp_path / "data")
    owned(qtbot, window)
    window.show()
    window.attach(work)
    yield window
    work.close()


def opened(qtbot, clerk):
    clerk.go("evaluation")
    page = clerk.current_page()
    page.period.set_period(OCTOBER)
    settled(qtbot, clerk)
    return page


def totals(page):
    return [page.table.item(row, 2).text() for row in range(page.table.rowCount())]


def printed(work, folder):
    path = folder / "排名.pdf"
    catalogue.make(work, path, "ranking", OCTOBER)
    return path.read_bytes()


def test_a_frozen_month_stands_until_it_is_corrected_and_the_correction_goes_out(
    qtbot, clerk, tmp_path
):
    work = clerk.desk.work
    ids = fill_month(work)
    page = opened(qtbot, clerk)
    assert page.freeze() is None
    settled(qtbot, clerk)
    kept, paper = totals(page), printed(work, tmp_path)
    quarter = evaluation.evaluate(work, QUARTER, draws=0).result
    sent = issued_documents.issue(
        work, drafts.create(work, "evaluation-circular", OCTOBER), despite_reminders=True
    )

    changed = {**CHANGES, "villages": {"name": "新郭桥村"}}
    assert len(changed) == 14
    ids = {**ids, "villages": ids["villages"][0]}
    for kind, values in changed.items():
        records.save(work, kind, values, record_id=ids[kind])
    settled(qtbot, clerk)

    frozen, now, why = page.standing.views
    assert totals(page) == kept
    now.click()
    assert totals(page) != kept
    why.click()
    said = page.differences.label.text()
    for word in ("10-31", "下雪", "脱岗", "第42周", "1 户", "已化解", "管控 4", "10-10 整改",
                 "安全", "十月民调", "加分由", "反诈宣传", "现在改名为新郭桥村"):  # fmt: skip
        assert word in said, word
    frozen.click()
    assert totals(page) == kept
    assert printed(work, tmp_path) == paper
    later = evaluation.evaluate(work, QUARTER, draws=0).result
    assert [(each.id, each.total, each.rank) for each in later.villages] == [
        (each.id, each.total, each.rank) for each in quarter.villages
    ]

    dialog = page.freeze()
    dialog.form.saved.emit()
    assert evaluation.versions(work, OCTOBER)[0].version == 1  # not without its reason
    dialog.form.set_value("reason", "补登和更正了十四处")
    dialog.form.saved.emit()
    settled(qtbot, clerk)
    assert evaluation.versions(work, OCTOBER)[0].version == 2
    assert totals(page) != kept
    assert printed(work, tmp_path) != paper
    done = evaluation.evaluate(work, OCTOBER, draws=0)
    assert done.differences == ()
    after = evaluation.evaluate(work, QUARTER, draws=0).result
    for each in after.villages:
        assert {key: total for key, total, _ in each.totals}["2026-10"] == done.result.of(
            each.id
        ).total

    draft = issued_documents.correct(work, sent.id)
    body = drafts.get(work, draft)["body"]
    assert sent.number in body
    drafts.store(
        work, draft, {"body": f"{kept[0]}分更正为{totals(page)[0]}分，原因是补登记录。\n{body}"}
    )
    new = issued_documents.issue(work, draft, despite_reminders=True)
    listed = issued_documents.listing(work)
    states = {row[0]: row[listed.column("state")] for row in listed.rows}
    assert states == {new.number: "有效", sent.number: "已更正"}
    assert issued_documents.reprint(work, sent.id) == sent.content
    assert history.check_everything(work) == []


def test_a_week_that_runs_a_silent_ledger_and_a_late_beginning_are_asked_about_before_a_freeze(
    qtbot, clerk
):
    work = clerk.desk.work
    places = fill_month(work)["villages"]
    records.save(work, "publicity-turns", {"week": date(2026, 10, 26), "village_id": places[1]})
    records.bin_records(work, "key-group-counts", records.listing(work, "key-group-counts").ids)
    earliest = min(records.listing(work, "dispute-reports").ids)
    records.bin_records(work, "dispute-reports", [earliest])
    work.now = lambda: datetime(2026, 11, 1, 9, 0)
    page = opened(qtbot, clerk)
    dialog = page.freeze()
    asked, silent, began = dialog.form.fields
    assert began.help == (
        "2026年10月排查周报从10月5日开始登记，“排查按周报送”从这一天算起。以前报过的请补登"
    )
    assert silent.help.startswith("2026年10月的重点人员底数一个村也没有报，")
    assert "10-26 至 11-01 这一周还没有过完，刘庄村的宣传轮次还没有完成" in asked.help
    dialog.form.saved.emit()
    assert not evaluation.is_frozen(work, OCTOBER)
    assert dialog.isVisible()
    assert dialog.form.error("early") == "确实要冻结的，请勾选；不冻结的请按“取消”。"
    dialog.form.set_value("early", True)
    dialog.form.saved.emit()
    assert dialog.form.error("silent") == "确实要冻结的，请勾选；不冻结的请按“取消”。"
    dialog.form.set_value("silent", True)
    dialog.form.saved.emit()
    assert dialog.form.error("began") == "确实要冻结的，请勾选；不冻结的请按“取消”。"
    dialog.form.set_value("began", True)
    dialog.form.saved.emit()
    settled(qtbot, clerk)
    assert evaluation.is_frozen(work, OCTOBER)


def test_nothing_is_frozen_while_a_value_is_pending_in_window_or_command(
    qtbot, clerk, tmp_path, capsys
):
    work = clerk.desk.work
    fill_month(work)
    place = village(work, "没有户数的村")
    patrol(work, place, date(2026, 10, 3))
    page = opened(qtbot, clerk)
    assert page.freeze() is None
    said = clerk.messages.dialog.text.text()
    assert "待补" in said
    assert "没有户数的村" in said
    clerk.messages.dialog.reject()
    assert not evaluation.is_frozen(work, OCTOBER)
    assert "待补" in {page.table.item(row, column).text() for row in range(page.table.rowCount())
                      for column in range(page.table.columnCount()) if page.table.item(row, column)}  # fmt: skip
    work.close()
    folder = str(tmp_path / "data")
    assert main(["--data", folder, "evaluate", "2026-10", "--freeze"]) == 1
    assert "补齐后才能冻结" in capsys.readouterr().err
    assert main(["--data", folder, "--json", "evaluate", "2026-10"]) == 0
    assert json.loads(capsys.readouterr().out)["frozen"] is False


def test_rewards_are_proposed_ticked_and_registered(qtbot, clerk):
    work = clerk.desk.work
    fill_month(work)
    rules = (
        RewardRule("first", 1, "表扬", detail="流动红旗"),
        RewardRule("last", 1, "约谈", times=2),
    )
    register.save(
        work, replace(register.shipped(), version=2, starts_on=date(2026, 10, 1), rewards=rules)
    )
    page = opened(qtbot, clerk)
    listing = page.open_list("rewards")
    listing.more.click()
    assert "还没有冻结" in clerk.messages.dialog.text.text()
    clerk.messages.dialog.reject()
    page.freeze()
    settled(qtbot, clerk)
    listing.more.click()
    dialog = listing.children()[-1]
    assert dialog.table.topLevelItemCount() == 1
    assert "没有都冻结" in dialog.notes.text()
    assert dialog.table.topLevelItem(0).text(0) == page.result.villages[0].village
    dialog.table.topLevelItem(0).setCheckState(0, Qt.CheckState.Unchecked)
    dialog.store.click()
    assert "没有勾选" in clerk.messages.dialog.text.text()
    clerk.messages.dialog.reject()
    dialog.table.topLevelItem(0).setCheckState(0, Qt.CheckState.Checked)
    dialog.store.click()
    settled(qtbot, clerk)
    assert len(adjustments.listing(work, "rewards", OCTOBER).ids) == 1
    listing.more.click()
    again = listing.children()[-1]
    assert "已经登记" in again.table.topLevelItem(0).text(3)
    assert again.chosen() == []
    again.reject()
    page.table.setCurrentCell(0, 1)
    words = " ".join(each.text() for each in page.panel.findChildren(type(page.note)))
    assert "每期前1名：表扬（流动红旗）" in words


def form_with(editor, name):
    """The form of the chosen item in which a field stands."""
    forms = editor.lines.forms()
    return next(each for each in forms if name in {field.name for field in each.fields})


def say(editor, name, value):
    form = form_with(editor, name)
    form.set_value(name, value)
    form.editor(name).edited.emit()


@pytest.mark.parametrize(
    ("method", "fact", "typed", "wrong", "field"),
    [
        ("两段按比率", "矛盾纠纷", {"floor": "0.5", "bend": "0.8", "bend_points": "6", "mark": "1"},
         {"bend": "0.4"}, "bend"),
        ("按次扣分", "发案：盗窃", {"step": "1", "cap": "5"}, {"cap": "99"}, "cap"),
        ("与基数比较", "发案：电诈", {"against": "去年同期", "step": "0.1", "cap": "5"},
         {"step": "0"}, "step"),
        ("与基数比较", "意见建议办理", {"against": "全镇平均", "step": "0.2"}, {"least": "3"}, "least"),
    ],
)  # fmt: skip
def test_new_ways_of_scoring_are_typed_tried_and_stored(
    qtbot, clerk, method, fact, typed, wrong, field
):
    work = clerk.desk.work
    fill_month(work)
    page = opened(qtbot, clerk)
    editor = page.open_schemes().edit()
    row = [item.code for item in editor.lines.items].index("D1")
    editor.lines.table.setCurrentCell(row, 0)
    say(editor, "method", method)
    say(editor, "fact", fact)
    for name, value in {**typed, **wrong}.items():
        say(editor, name, value)
    assert not editor.save()
    assert form_with(editor, field).error(field).endswith("。")
    for name, value in {**dict.fromkeys(wrong, None), **typed}.items():
        say(editor, name, value)
    editor.rules.set_value("rewards", "每月前三名表扬")
    assert not editor.save()
    assert editor.rules.error("rewards").startswith("奖惩规则第 1 行")
    editor.rules.set_value("rewards", "每月前3名：表扬")
    assert editor.save(), (editor.problem.text(), editor.rules.errors())
    stored = register.versions(work)[0].scheme
    assert stored.item("D1").method in ("slopes", "deduct", "compare")
    assert stored.rewards == (RewardRule("first", 3, "表扬", cycle="month"),)
