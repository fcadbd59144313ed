"""延期、提级督办、验收 by a sheet: our own list comes back, and lists as villages and counties write them."""

import csv
from datetime import date, datetime

import openpyxl
import pytest
from builders import NOW, open_filled, unit, village

from gaotang_desktop.domain.sheets.rows import RowState
from gaotang_desktop.services import disputes, records
from gaotang_desktop.services.casework import extensions, matter_steps, pressing
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.services.sheets.imports import Choices, LacksColumns

TODAY = NOW.date()
HEAD = "编号,延期至,批准日期,批准人,理由"


def _fill(work):
    """Two disputes (the second ended), an opinion and an intake of one order number, one intake more."""
    for name in ("北村", "江村"):
        village(work, name)
    unit(work, "司法所")
    given = {"village_id": 1, "unit_id": 1}
    found = {
        "open": records.save(
            work, "disputes",
            {**given, "found_on": date(2026, 9, 1), "deadline": date(2026, 10, 30), "category_id": 1,
             "risk": "低", "summary": "示例乙家砌墙占巷", "parties": ("示例乙",)},
        ),
        "ended": records.save(
            work, "disputes",
            {"village_id": 2, "unit_id": 1, "found_on": date(2026, 9, 2), "category_id": 1,
             "deadline": date(2026, 10, 20), "risk": "低", "summary": "排水"},
        ),
        "opinion": records.save(
            work, "opinions",
            {**given, "received_on": date(2026, 10, 2), "text": "路灯不亮", "order_number": "DH0601",
             "due_on": date(2026, 10, 28)},
        ),
        "intake": records.save(
            work, "intakes",
            {**given, "received_on": date(2026, 10, 3), "way": "来电", "matter": "没有公示",
             "order_number": "DH0601", "due_on": date(2026, 10, 29)},
        ),
        "late": records.save(
            work, "intakes",
            {**given, "received_on": date(2026, 9, 3), "way": "来访", "matter": "低保没有公示",
             "sort": "信访", "due_on": date(2026, 9, 20)},
        ),
    }  # fmt: skip
    disputes.close(work, found["ended"], result="拆墙", closed_on=date(2026, 10, 10))
    return found


@pytest.fixture
def town(tmp_path):
    work, ids = open_filled(tmp_path / "town", _fill)
    yield work, ids
    work.close()


@pytest.fixture
def work(town):
    return town[0]


@pytest.fixture
def ids(town):
    return town[1]


@pytest.fixture
def take(work, tmp_path):
    def taken(kind, *lines, dry_run=False, **choices):
        path = tmp_path / "来表.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(line.split(",") for line in lines)
        return imports.import_sheet(work, kind, path, dry_run=dry_run, choices=Choices(**choices))

    return taken


def deadline(work, ids):
    return records.get(work, "disputes", ids["open"])["deadline"]


def said(told):
    return [(each.row, each.column, each.message) for each in told.errors]


def test_a_sheet_of_extensions_moves_each_deadline_in_the_order_of_days_and_one_undo_takes_it_back(
    work, ids, take
):
    told = take(
        "extensions", HEAD,
        "2026-001,2026-11-20,2026-10-05,示例主任,第二次等评估",
        "2026-001,2026-11-10,2026-10-04,示例主任,等评估",
        "路灯不亮,2026-11-05,2026-10-04,示例主任,等配件",
        "诉2026-001,2026-11-06,2026-10-04,示例主任,等材料",
    )  # fmt: skip
    assert (told.imported, told.errors) == (4, [])
    assert deadline(work, ids) == date(2026, 11, 20)
    assert [(e.due_before, e.due_after) for e in extensions.of(work, "disputes", ids["open"])] == [
        (date(2026, 11, 10), date(2026, 11, 20)), (date(2026, 10, 30), date(2026, 11, 10)),
    ]  # fmt: skip
    assert records.get(work, "opinions", ids["opinion"])["due_on"] == date(2026, 11, 5)
    assert records.get(work, "intakes", ids["intake"])["due_on"] == date(2026, 11, 6)
    work.undo()
    assert deadline(work, ids) == date(2026, 10, 30)
    assert records.listing(work, "extensions").ids == ()


def test_what_the_form_of_the_matter_refuses_a_sheet_does_not_bring_in_either(work, take, tmp_path):
    told = take(
        "extensions", HEAD,
        "2026-002,2026-11-20,2026-10-05,示例主任,已经办结的",
        "2026-001,2026-10-30,2026-10-05,示例主任,没有往后延",
        "诉2026-002,2026-11-20,2026-10-05,示例主任,期限已过",
        "2026-001,2026-11-20,2026-08-30,示例主任,早于发现日期",
        "2026-001,2026-11-20,2026-12-05,示例主任,还没有到的日子",
        "2026-099,2026-11-20,2026-10-05,示例主任,没有这一件",
        ",2026-11-20,2026-10-05,示例主任,没写编号",
        "2026-001,2026-11-21,2026-10-05,,没写批准人",
    )  # fmt: skip
    assert (told.imported, told.rejected) == (0, 8)
    messages = {row: message for row, _column, message in said(told)}
    for row, words in {
        2: "已经在 2026-10-10 办结", 3: "原来的期限是 2026-10-30", 4: "期限 2026-09-20 已经过了",
        5: "早于发现日期", 6: "还没有到", 7: "没有找到“2026-099”", 8: "请写上是哪一件", 9: "批准人",
    }.items():  # fmt: skip
        assert words in messages[row], messages[row]
    marked = (
        openpyxl.load_workbook(told.error_copy).active
        if told.error_copy.suffix == ".xlsx"
        else None
    )
    assert marked is None or marked.max_row >= 9
    assert records.listing(work, "extensions").ids == ()


def test_a_number_of_two_matters_is_asked_about_and_the_answer_or_a_column_decides(work, ids, take):
    line = "DH0601,2026-11-05,2026-10-04,示例主任,等配件"
    told = take("extensions", HEAD, line)
    [error] = told.errors
    assert error.offers == ("意见建议 路灯不亮", "诉求 诉2026-001 没有公示")
    told = take("extensions", HEAD, line, meant={("dispute_id", "DH0601"): "意见建议 路灯不亮"})
    assert (told.imported, records.get(work, "opinions", ids["opinion"])["due_on"]) == (
        1, date(2026, 11, 5),
    )  # fmt: skip
    work.undo()
    told = take("extensions", f"类别,{HEAD}", f"诉求登记,{line}")
    assert told.imported == 1
    assert records.get(work, "intakes", ids["intake"])["due_on"] == date(2026, 11, 5)


def test_an_intake_that_became_a_matter_is_that_matter(work, ids, take):
    became = {"opinion_id": ids["opinion"], "sort": "意见"}
    records.save(work, "intakes", became, record_id=ids["intake"])
    told = take("extensions", HEAD, "DH0601,2026-11-05,2026-10-04,示例主任,等配件")
    assert (told.imported, told.errors) == (1, [])
    assert records.get(work, "opinions", ids["opinion"])["due_on"] == date(2026, 11, 5)


def test_a_row_whose_village_is_not_that_of_the_number_is_refused(work, take):
    told = take("extensions", f"村,{HEAD}", "江村,2026-001,2026-11-20,2026-10-05,示例主任,等")
    [(row, column, message)] = said(told)
    assert (row, column) == (2, "编号")
    assert "是“北村”的，请核对编号" in message
    told = take("extensions", f"村,{HEAD}", "北村,2026-001,2026-11-20,2026-10-05,示例主任,等")
    assert told.imported == 1
    assert any("“村”是那一件事项自己的" in note for note in told.notes)


def test_an_old_deadline_that_is_not_the_one_of_the_matter_is_refused(work, take):
    head = "编号,原期限,延期至,批准日期,批准人,理由"
    told = take("extensions", head, "2026-001,2026-10-25,2026-11-20,2026-10-05,示例主任,等")
    assert "写的是 2026-10-25，这一件现在是 2026-10-30" in said(told)[0][2]
    told = take("extensions", head, "2026-001,2026-10-30,2026-11-20,2026-10-05,示例主任,等")
    assert told.imported == 1


def test_a_try_stores_nothing_and_a_second_import_of_the_same_sheet_changes_nothing(
    work, ids, take
):
    line = "2026-001,2026-11-20,2026-10-05,示例主任,等评估"
    assert take("extensions", HEAD, line, dry_run=True).imported == 1
    assert deadline(work, ids) == date(2026, 10, 30)
    assert take("extensions", HEAD, line).imported == 1
    told = take("extensions", HEAD, line)
    assert (told.imported, told.unchanged) == (0, 1)


def test_a_sheet_that_names_no_matter_is_told_so(take):
    with pytest.raises(LacksColumns, match="没有“矛盾纠纷”"):
        take("extensions", "延期至,批准日期,批准人,理由", "2026-11-20,2026-10-05,示例主任,等")


def test_a_sheet_of_acceptances_sends_back_and_passes_and_leaves_no_decision_unsaid(
    work, ids, take
):
    head = "纠纷编号,验收日期,验收人,验收结论,验收意见"
    told = take("acceptances", head, "2026-002,2026-10-12,示例主任,,")
    assert "请写明结论" in said(told)[0][2]
    told = take("acceptances", head, "2026-002,2026-10-12,示例主任,不合格,没有签协议")
    assert (told.imported, told.errors) == (1, [])
    after = records.get(work, "disputes", ids["ended"])
    assert (after["state"], after["closed_on"]) == ("化解中", None)
    assert disputes.notes(work, ids["ended"])[0].text == "验收退回：没有签协议"
    told = take("acceptances", head, "2026-002,2026-10-13,示例主任,合格,")
    assert "还没有办结" in said(told)[0][2]
    work.undo()
    assert records.get(work, "disputes", ids["ended"])["closed_on"] == date(2026, 10, 10)
    told = take("acceptances", head, "2026-002,2026-10-12,示例主任,合格,")
    assert told.imported == 1
    told = take("acceptances", head, "2026-002,2026-10-14,示例主任,合格,")
    assert "验收已经通过" in said(told)[0][2]


def test_a_sheet_of_escalations_goes_up_the_levels_one_after_the_other(work, ids, take):
    head = "诉求编号,提级日期,提级到,报告给谁,领导批示"
    told = take(
        "escalations", head,
        "诉2026-002,2026-10-02,分管副镇长,示例副镇长,抓紧办",
        "诉2026-002,2026-09-25,单位负责人,示例所长,",
        "诉2026-001,2026-10-05,单位负责人,示例所长,",
    )  # fmt: skip
    assert told.imported == 2
    assert [(row, "没有逾期" in message) for row, _c, message in said(told)] == [(4, True)]
    assert [(e.level, e.due_on) for e in pressing.escalations(work, "intakes", ids["late"])] == [
        ("分管领导", date(2026, 9, 20)), ("单位负责人", date(2026, 9, 20)),
    ]  # fmt: skip


def _extended(work, ids):
    for due, day in (
        (date(2026, 11, 10), date(2026, 10, 4)),
        (date(2026, 11, 20), date(2026, 10, 5)),
    ):
        extensions.extend(
            work, "disputes", ids["open"], due_after=due, decided_on=day, decided_by="示例主任",
            reason="示例乙要等评估",
        )  # fmt: skip
    extensions.extend(
        work, "opinions", ids["opinion"], due_after=date(2026, 11, 9), decided_on=date(2026, 10, 4),
        decided_by="示例主任", reason="等配件",
    )  # fmt: skip


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("seen", [True, False], ids=["as the window shows it", "whole"])
def test_our_own_list_comes_back_unchanged_and_an_edited_row_changes_that_step(
    work, ids, tmp_path, suffix, seen
):
    _extended(work, ids)
    path = tmp_path / f"延期.{suffix}"
    shown = matter_steps.ledger("extensions", work, None) if seen else None
    exports.export(work, "extensions", path, shown=shown)
    told = imports.import_sheet(work, "extensions", path)
    assert (told.unchanged, told.rejected, told.updated) == (3, 0, 0)
    if suffix == "csv":
        return
    book = openpyxl.load_workbook(path)
    page = book.active
    head = next(row for row in page.iter_rows() if row[-1].value == "记录号")
    places = {cell.value: cell.column for cell in head}
    top = head[0].row + 1
    for row in range(top, top + 3):
        if page.cell(row, places["延至"]).value.date() == date(2026, 11, 20):
            page.cell(row, places["延至"]).value = date(2026, 11, 25)
    book.save(path)
    told = imports.import_sheet(work, "extensions", path)
    assert (told.updated, told.unchanged, told.errors) == (1, 2, [])
    assert deadline(work, ids) == date(2026, 11, 25)
    work.undo()
    assert deadline(work, ids) == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("延至", date(2026, 11, 21), "后一次已经延到 2026-11-20"),
        ("延至", date(2026, 10, 31), ""),
        ("原期限", date(2026, 10, 1), "“原期限”是登记时记下的"),
        ("矛盾纠纷", "2026-002", "不能改到别的事项名下"),
    ],
)
def test_a_stored_step_is_not_changed_into_what_later_steps_contradict(
    work, ids, tmp_path, label, value, words
):
    _extended(work, ids)
    path = tmp_path / "延期.xlsx"
    exports.export(work, "extensions", path)
    page = (book := openpyxl.load_workbook(path)).active
    head = next(row for row in page.iter_rows() if row[-1].value == "记录号")
    places = {cell.value: cell.column for cell in head}
    for row in range(head[0].row + 1, page.max_row + 1):
        if page.cell(row, places["延至"]).value.date() == date(2026, 11, 10):
            page.cell(row, places[label]).value = value
    book.save(path)
    told = imports.import_sheet(work, "extensions", path)
    assert deadline(work, ids) == date(2026, 11, 20)
    if words:
        assert words in said(told)[0][2]
    else:
        assert (told.updated, told.outcomes and told.errors) == (1, [])
    assert not words or all(each.state is not RowState.CHANGED for each in told.outcomes.values())


def test_a_list_without_its_record_numbers_is_known_again(work, ids, tmp_path):
    _extended(work, ids)
    path = tmp_path / "延期.xlsx"
    exports.export(work, "extensions", path, shown=matter_steps.ledger("extensions", work, None))
    page = (book := openpyxl.load_workbook(path)).active
    page.delete_cols(page.max_column)
    book.save(path)
    told = imports.import_sheet(work, "extensions", path)
    assert (told.unchanged, told.errors) == (3, [])


def test_a_stored_extension_is_not_moved_before_what_was_decided_or_raised_upon_it(
    work, ids, tmp_path
):
    extensions.extend(
        work, "disputes", ids["open"], due_after=date(2026, 11, 10), decided_on=date(2026, 10, 4),
        decided_by="示例主任", reason="等评估",
    )  # fmt: skip
    work.now = lambda: datetime(2026, 11, 25, 9, 0)
    extensions.extend(
        work, "disputes", ids["open"], due_after=date(2026, 11, 20), decided_on=date(2026, 11, 6),
        decided_by="示例主任", reason="还等评估",
    )  # fmt: skip
    pressing.note(
        work, pressing.one(work, "disputes", ids["open"]),
        {"raised_on": date(2026, 11, 23), "level": "单位负责人"},
    )  # fmt: skip
    path = tmp_path / "延期.xlsx"
    exports.export(work, "extensions", path)
    page = (book := openpyxl.load_workbook(path)).active
    head = next(row for row in page.iter_rows() if row[-1].value == "记录号")
    column = next(cell.column for cell in head if cell.value == "延至")
    moved = {date(2026, 11, 10): date(2026, 11, 3), date(2026, 11, 20): date(2026, 11, 24)}
    for row in range(head[0].row + 1, page.max_row + 1):
        cell = page.cell(row, column)
        cell.value = moved[cell.value.date()]
    book.save(path)
    told = imports.import_sheet(work, "extensions", path)
    assert (told.updated, told.imported, deadline(work, ids)) == (0, 0, date(2026, 11, 20))
    assert {(column, message) for _row, column, message in said(told)} == {
        ("延至", "后一次延期是 2026-11-06 批准的，要在到期以前，请改成那天或者以后。"),
        ("延至", "这一件过了 2026-11-20 的期限，已经在 2026-11-23 提级督办，这个日子不能再改；"
                 "提级登记错了的，请先删除那一次提级。"),
    }  # fmt: skip


def test_past_escalations_of_ended_matters_come_in_in_any_order_and_change_no_end(work, ids, take):
    disputes.add_note(
        work, ids["ended"], text="又占", happened_on=date(2026, 10, 11), state="化解中"
    )
    records.save(work, "disputes", {"deadline": date(2026, 10, 15)}, record_id=ids["ended"])
    disputes.close(work, ids["ended"], result="拆完", closed_on=date(2026, 10, 22))
    before = records.get(work, "disputes", ids["ended"])
    head = "纠纷编号,事项,提级日期,提级到"
    assert take("escalations", head, "2026-002,排水,2026-10-20,分管副镇长").imported == 1
    told = take(
        "escalations", head,
        "2026-002,排水,2026-10-17,单位负责人",
        "2026-002,排水,2026-10-18,镇长",
        "2026-002,排水,2026-10-23,镇长",
        "2026-002,排水,2026-10-15,单位负责人",
    )  # fmt: skip
    assert told.imported == 1
    messages = {row: message for row, _column, message in said(told)}
    assert messages.keys() == {3, 4, 5}
    assert "2026-10-20 才提到分管领导" in messages[3]
    assert "办结以后不再提级" in messages[4]
    assert "还没有过" in messages[5]
    assert records.get(work, "disputes", ids["ended"]) == before
    assert [e.level for e in pressing.escalations(work, "disputes", ids["ended"])] == [
        "分管领导", "单位负责人",
    ]  # fmt: skip
    work.undo()
    assert len(pressing.escalations(work, "disputes", ids["ended"])) == 1


def test_what_ended_in_time_was_never_past_its_day(work, take):
    told = take("escalations", "编号,提级日期,提级到", "2026-002,2026-10-08,单位负责人")
    assert "没有过期限" in said(told)[0][2]


def test_a_row_without_a_number_is_known_by_the_words_beside_it(work, ids, take):
    told = take(
        "extensions", "纠纷编号,事项,延期至,批准日期,批准人,理由",
        "2026-001,另外的话,2026-11-20,2026-10-05,示例主任,等评估",
        ",路灯不亮,2026-11-05,2026-10-04,示例主任,等配件",
    )  # fmt: skip
    assert (told.imported, told.errors) == (2, [])
    assert records.get(work, "opinions", ids["opinion"])["due_on"] == date(2026, 11, 5)
