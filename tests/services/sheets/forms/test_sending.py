"""Forms for the villages: what stands in them, and that they are read back as they were filled in."""

from datetime import date
from pathlib import Path

import builders
import pytest
from form_filling import AUGUST, fill
from openpyxl import load_workbook

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.progress import Cancelled
from gaotang_desktop.domain.sheets import fill_in_forms as shapes
from gaotang_desktop.services import evaluation, records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.services.sheets.forms import sending, who_sent


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    for name in ("北村", "江村", "郭桥社区"):
        builders.village(opened, name)
    builders.unit(opened)
    yield opened
    opened.close()


def sent(work, tmp_path, kind="patrols", **named):
    return sending.send(work, kind, AUGUST, tmp_path / "发出", **named)


@pytest.mark.parametrize("kind", sending.KINDS)
def test_a_form_of_every_ledger_names_fields_that_there_are(kind):
    known = {each.name: each for each in records.fields_for(kind)}
    shape = shapes.SHAPES[kind]
    assert set(shape.fields) <= set(known)
    assert {*shape.given, *shape.example} <= set(shape.fields)
    required = {each.name for each in known.values() if each.required}
    assert required <= {*shape.fields, "village_id", *_with_default(kind)}


def _with_default(kind):
    return {each.name for each in records.fields_for(kind) if each.default is not None}


@pytest.mark.parametrize("kind", sending.KINDS)
def test_an_empty_form_is_read_back_as_no_row_and_nothing_is_wrong(work, tmp_path, kind):
    [form] = sent(work, tmp_path, kind, villages={1})
    result = imports.import_sheet(work, kind, form.file)
    assert (result.rows, result.errors) == (0, [])
    assert all(note.startswith("村取自") for note in result.notes)
    assert records.listing(work, kind).ids == ()


def test_a_filled_form_is_read_with_its_village_from_the_head(work, tmp_path):
    [form] = sent(work, tmp_path, villages={2})
    fill(
        form.file, {"带班人": "张三", "人数": 4}, {}, {"带班人": "李四", "人数": 3, "开始": "8点半"}
    )
    result = imports.import_sheet(work, "patrols", form.file)
    assert (result.imported, result.rejected) == (2, 0)
    listed = records.listing(work, "patrols").only(["night", "village_id", "leader"])
    assert sorted((row[0], row[1].label, row[2]) for row in listed.rows) == [
        (date(2026, 8, 1), "江村", "张三"), (date(2026, 8, 3), "江村", "李四"),
    ]  # fmt: skip


def test_only_cells_to_fill_in_are_open_and_no_password_is_needed(work, tmp_path):
    [form] = sent(work, tmp_path, villages={1})
    page = load_workbook(form.file).worksheets[0]
    assert page.protection.sheet
    assert page.protection.password is None
    assert [page.cell(row, 4).protection.locked for row in range(1, 9)] == [True] * 6 + [False] * 2
    assert page["B7"].protection.locked  # the night stands there
    assert not page["B39"].protection.locked  # a second team of a night
    assert page["A6"].value == "示例"


def test_choices_are_offered_and_days_of_another_month_are_questioned(work, tmp_path):
    [form] = sent(work, tmp_path, "disputes", villages={1})
    book = load_workbook(form.file)
    rules = {rule.errorTitle: rule for rule in book.worksheets[0].data_validations.dataValidation}
    assert rules["风险"].type == "list"
    assert rules["发现日期"].formula1 == "DATE(2026,8,1)"
    assert rules["发现日期"].errorStyle == "warning"
    assert rules["涉及人数"].type == "whole"
    assert [page.sheet_state for page in book.worksheets] == ["visible", "hidden", "hidden"]


def test_the_mark_names_village_ledger_and_period_and_an_altered_one_names_nothing():
    mark = shapes.mark_of("1a2b3c4d5e", "dispute-reports", periods.parse("2026-Q3"), 17)
    assert list(shapes.marks_in([f"表号：{mark.text}"])) == [mark]
    assert list(shapes.marks_in([mark.text.replace("/17/", "/18/")])) == []


def test_a_file_that_is_there_stays_and_the_others_are_written(work, tmp_path):
    first = sent(work, tmp_path)
    first[1].file.write_bytes("江村填过的".encode())
    first[0].file.unlink()
    again = sent(work, tmp_path)
    assert [each.new for each in again] == [True, False, False]
    assert first[1].file.read_bytes() == "江村填过的".encode()
    assert len(who_sent.standing(work, "patrols", AUGUST).rows) == 3


def test_cancelled_forms_leave_nothing_behind(work, tmp_path):
    class Stops:
        def step(self, done, total, what=""):
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        sent(work, tmp_path, progress=Stops())
    assert not (tmp_path / "发出").exists()
    assert who_sent.standing(work, "patrols", AUGUST).rows == ()


def test_one_undo_takes_back_that_forms_were_sent(work, tmp_path):
    sent(work, tmp_path)
    assert who_sent.standing(work, "patrols", AUGUST).sentence == (
        "2026年8月平安夜巡 0/3 村已报，未报：北村、江村、郭桥社区。"
    )
    work.undo()
    assert who_sent.standing(work, "patrols", AUGUST).rows == ()


def test_villages_that_do_not_exist_in_the_period_get_no_form(work, tmp_path):
    records.save(work, "villages", {"withdrawn_on": date(2026, 7, 1)}, record_id=2)
    assert [each.village for each in sent(work, tmp_path)] == ["北村", "郭桥社区"]


def asked_of(work, tmp_path, kind, period, village):
    """What stands in the first column of the rows that a village is asked to fill in."""
    folder = tmp_path / f"{kind}{period.key}"
    [form] = sending.send(work, kind, period, folder, villages=[village])
    rows = load_workbook(form.file).worksheets[0].iter_rows(min_row=7, values_only=True)
    return [row[1] for row in rows if row[1] is not None]


@pytest.mark.parametrize("month", range(1, 8))
def test_a_form_asks_for_the_weeks_and_nights_that_the_evaluation_counts(work, tmp_path, month):
    """August has a week that began in July; 江村 joined in the middle of June and left in July."""
    records.save(
        work, "villages",
        {"joined_on": date(2026, 6, 17), "withdrawn_on": date(2026, 7, 8)}, record_id=2,
    )  # fmt: skip
    period = periods.month(2026, month)
    builders.patrol(work, 1, period.start)
    # What is due is due since the ledger's first line.
    builders.begin(work, 1)
    for village in (1, 2):
        if village == 2 and month not in (6, 7):
            continue
        counted = evaluation.evaluate(work, period, draws=0).result.of(village).items["D2"].fact
        weeks = asked_of(work, tmp_path, "dispute-reports", period, village)
        assert [f"{week}没有报送排查周报" for week in weeks] == list(counted.missing)
        nights = asked_of(work, tmp_path, "patrols", period, village)
        lived = [
            day
            for day in period.each_day()
            if village == 1 or date(2026, 6, 17) <= day < date(2026, 7, 8)
        ]
        assert [each.date() for each in nights] == lived


def test_a_ledger_that_villages_do_not_report_is_refused_in_a_sentence(work, tmp_path):
    with pytest.raises(DomainError, match="不是由村填报的台账"):
        sent(work, tmp_path, "inspections")


def test_forms_are_the_same_bytes_each_time(work, tmp_path):
    [one] = sending.send(work, "patrols", AUGUST, tmp_path / "a", villages={1})
    [two] = sending.send(work, "patrols", AUGUST, tmp_path / "b", villages={1})
    assert Path(one.file).read_bytes() == Path(two.file).read_bytes()


def test_words_written_where_a_night_stood_are_asked_about_and_not_lost(work, tmp_path):
    [form] = sent(work, tmp_path, villages={1})
    fill(form.file, {"带班人": "张三", "人数": 4}, {"夜晚": "这一晚下雨没有出去"})
    result = imports.import_sheet(work, "patrols", form.file)
    assert (result.imported, result.rejected) == (1, 1)
    assert "这一晚下雨没有出去" in "".join(error.message for error in result.errors)
