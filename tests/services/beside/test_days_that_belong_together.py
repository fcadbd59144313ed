"""A day that lies before the record it belongs to is refused whichever way it comes in."""

from datetime import date, timedelta

import pytest
from builders import NOW, open_work, unit, village
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.casework import day_order
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.services import disputes, opinions, records, rules, tasks
from gaotang_desktop.services.casework import extensions, intakes, noting
from gaotang_desktop.services.sheets import exports, imports

TODAY = NOW.date()
DAY = date(2026, 10, 8)
EARLY = date(2026, 10, 7)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened)
    unit(opened, "司法所")
    yield opened
    opened.close()


def made(work, kind, **values):
    known = {
        "meetings": {"held_on": DAY, "kind": "研判会", "topic": "平安形势"},
        "disputes": {"found_on": DAY, "village_id": 1, "category_id": 1, "risk": "低",
                     "summary": "地界", "unit_id": 1},
        "opinions": {"received_on": DAY, "village_id": 1, "text": "路灯"},
        "intakes": {"received_on": DAY, "way": "来访", "matter": "证件"},
        "inspections": {"held_on": DAY, "kind": "食品药品", "village_id": 1},
        "draws": {"drawn_on": DAY, "purpose": "抽查", "subject": "村", "count": 1, "seed": 1,
                  "pool": ("郭桥村",), "picked": ("郭桥村",)},
        "polls": {"name": "第三季度", "level": "镇自测", "from_on": DAY, "until_on": TODAY},
    }[kind]  # fmt: skip
    return records.save(work, kind, {**known, **values})


CHILDREN = {
    ("meeting-decisions", "due_on"): {"text": "照明", "unit_id": 1},
    ("meeting-decisions", "done_on"): {"text": "照明", "unit_id": 1, "result": "已装",
                                       "due_on": TODAY},
    ("dispute-notes", "happened_on"): {"text": "上门"},
    ("findings", "found_on"): {"text": "台账不全", "village_id": 1},
    ("inspections", "held_on"): {"kind": "食品药品", "village_id": 1},
}  # fmt: skip
ORDERS = [each for each in day_order.ORDERS if (each.kind, each.day) in CHILDREN]


@pytest.mark.parametrize("order", ORDERS, ids=lambda each: f"{each.kind}-{each.day}-{each.owner}")
def test_a_record_dated_before_its_owner_is_refused_from_both_sides(work, order):
    owner = made(work, order.owner)
    values = {**CHILDREN[order.kind, order.day], order.by: owner}
    with pytest.raises(Invalid) as told:
        records.save(work, order.kind, {**values, order.day: EARLY})
    assert f"{DAY:%Y-%m-%d}，请改正。" in told.value.fields[order.day]
    child = records.save(work, order.kind, {**values, order.day: DAY})
    with pytest.raises(Invalid):
        records.save(work, order.kind, {order.day: EARLY}, record_id=child)
    with pytest.raises(Invalid) as told:
        records.save(work, order.owner, {order.since: TODAY}, record_id=owner)
    assert f"{DAY:%Y-%m-%d}" in told.value.fields[order.since]
    assert records.get(work, order.owner, owner)[order.since] == DAY


def test_a_sheet_with_a_day_before_the_meeting_is_refused_row_by_row_and_when_corrected(
    work, tmp_path
):
    made(work, "meetings")
    path = tmp_path / "决定.csv"
    rows = "会议,决定,责任单位,落实期限,落实日期,落实情况\n"
    meeting = "2026-10-08 研判会 平安形势"
    rows += f"{meeting},加装照明,司法所,2026-10-01,,\n{meeting},增派值班,司法所,,2026-10-01,已派\n"
    path.write_text(rows + f"{meeting},查出租房,司法所,2026-10-20,,\n", encoding="utf-8")
    result = imports.import_sheet(work, "meeting-decisions", path)
    assert (result.imported, result.rejected) == (1, 2)
    assert {each.message for each in result.errors} == {
        "落实期限早于会议日期 2026-10-08，请改正。", "落实日期早于会议日期 2026-10-08，请改正。",
    }  # fmt: skip

    exported = tmp_path / "会议.xlsx"
    exports.export(work, "meetings", exported)
    book = load_workbook(exported)
    cells = [cell for row in book.active.iter_rows() for cell in row]
    for cell in cells:
        if str(cell.value).startswith("2026-10-08"):
            cell.value = date(2026, 10, 21)
    book.save(exported)
    result = imports.import_sheet(work, "meetings", exported)
    assert (result.updated, result.rejected) == (0, 1)
    assert "会议日期晚于它的会议决定的落实期限 2026-10-20" in result.errors[0].message


def test_what_stood_wrongly_before_does_not_keep_another_field_from_being_corrected(work):
    meeting = made(work, "meetings")
    with work.database.operation("旧数据") as session:
        child = CATALOGUE["meeting-decisions"](
            meeting_id=meeting, text="照明", unit_id=1, due_on=EARLY
        )
        session.add(child)
    records.save(work, "meeting-decisions", {"text": "加装照明"}, record_id=child.id)
    records.save(work, "meetings", {"topic": "十月形势"}, record_id=meeting)
    assert records.get(work, "meeting-decisions", child.id)["text"] == "加装照明"


@pytest.mark.parametrize("kind", ["disputes", "opinions"])
def test_whoever_came_is_told_after_the_record_that_it_became_has_ended(work, kind):
    asked = made(work, "intakes")
    values = intakes.proposed(work, asked, kind)
    more = {"category_id": 1, "risk": "低", "unit_id": 1} if kind == "disputes" else {}
    became = intakes.become(work, asked, kind, {**values, "village_id": 1, **more})
    with pytest.raises(Invalid, match="还没有办结，办结以后才有告知日期"):
        records.save(work, "intakes", {"told_on": TODAY}, record_id=asked)
    if kind == "disputes":
        disputes.close(work, became, result="和好", closed_on=date(2026, 10, 20))
    else:
        opinions.answer(work, became, "已修", on=date(2026, 10, 20))
    with pytest.raises(Invalid, match="2026-10-20，请改正"):
        records.save(work, "intakes", {"told_on": date(2026, 10, 19)}, record_id=asked)
    records.save(work, "intakes", {"told_on": TODAY}, record_id=asked)
    if kind == "disputes":
        # What flares up again after somebody was told stays as it was told.
        disputes.revisit(work, became, text="又吵", revisited_on=TODAY, again=True)
        records.save(work, "intakes", {"satisfied": "不满意"}, record_id=asked)


def test_an_intake_is_neither_signed_for_nor_done_before_it_was_sorted(work):
    given = {"sort": "求助", "sorted_on": date(2026, 10, 12), "unit_id": 1}
    for values in ({"signed_on": date(2026, 10, 11)}, {"done_on": DAY, "result": "已办"}):
        with pytest.raises(Invalid, match="早于分流日期"):
            made(work, "intakes", **given, **values)


# -- what a record moved follows it --------------------------------------------------------------

DUE = date(2026, 10, 28)
MATTERS = {"disputes": "deadline", "opinions": "due_on", "intakes": "due_on"}
ASKED = {"decided_on": TODAY, "decided_by": "示例主任", "reason": "等材料"}


def due_of(work, kind, matter):
    return records.get(work, kind, matter)[MATTERS[kind]]


@pytest.mark.parametrize(("kind", "due"), MATTERS.items())
def test_the_deadline_goes_back_when_its_extension_is_taken_away_and_comes_with_it(work, kind, due):
    matter = made(work, kind, **{due: DUE})
    note = extensions.extend(work, kind, matter, due_after=date(2026, 11, 10), **ASKED)
    records.save(work, "extensions", {"due_after": date(2026, 11, 12)}, record_id=note)
    assert due_of(work, kind, matter) == date(2026, 11, 12)
    records.bin_records(work, "extensions", [note])
    assert due_of(work, kind, matter) == DUE
    records.restore_records(work, "extensions", [note])
    assert due_of(work, kind, matter) == date(2026, 11, 12)
    work.undo()
    work.undo()
    assert due_of(work, kind, matter) == date(2026, 11, 12)
    records.bin_records(work, kind, [matter])
    records.restore_records(work, kind, [matter])
    assert due_of(work, kind, matter) == date(2026, 11, 12)
    assert [each.id for each in extensions.of(work, kind, matter)] == [note]


def test_a_deadline_set_by_hand_since_stays_when_an_extension_is_taken_away(work):
    matter = made(work, "opinions", due_on=DUE)
    note = extensions.extend(work, "opinions", matter, due_after=date(2026, 11, 10), **ASKED)
    records.save(work, "opinions", {"due_on": date(2026, 11, 20)}, record_id=matter)
    records.bin_records(work, "extensions", [note])
    assert due_of(work, "opinions", matter) == date(2026, 11, 20)
    with pytest.raises(Conflict, match="期限现在是 2026-11-20"):
        records.restore_records(work, "extensions", [note])


def test_an_extension_is_not_corrected_past_the_one_that_follows_it(work):
    matter = made(work, "opinions", due_on=DUE)
    first = extensions.extend(work, "opinions", matter, due_after=date(2026, 11, 10), **ASKED)
    extensions.extend(work, "opinions", matter, due_after=date(2026, 11, 20), **ASKED)
    with pytest.raises(Invalid, match="后一次已经延到 2026-11-20"):
        records.save(work, "extensions", {"due_after": date(2026, 11, 25)}, record_id=first)
    records.save(work, "extensions", {"due_after": date(2026, 11, 12)}, record_id=first)
    assert [(each.due_before, each.due_after) for each in extensions.of(work, "opinions", matter)] == [
        (date(2026, 11, 12), date(2026, 11, 20)), (DUE, date(2026, 11, 12)),
    ]  # fmt: skip
    assert due_of(work, "opinions", matter) == date(2026, 11, 20)


def test_an_extension_is_decided_before_the_matter_ends(work):
    matter = made(work, "disputes", deadline=DUE)
    note = extensions.extend(
        work, "disputes", matter, due_after=date(2026, 11, 10), **{**ASKED, "decided_on": DAY}
    )
    with pytest.raises(Invalid) as told:
        records.save(work, "extensions", {"decided_on": EARLY}, record_id=note)
    assert told.value.fields == {"decided_on": "批准日期早于发现日期 2026-10-08，请改正。"}
    disputes.close(work, matter, result="和好", closed_on=date(2026, 10, 20))
    with pytest.raises(Invalid) as told:
        records.save(work, "extensions", {"decided_on": date(2026, 10, 21)}, record_id=note)
    assert told.value.fields == {"decided_on": "批准日期晚于办结日期 2026-10-20，请改正。"}


@settings(max_examples=12)
@given(order=st.permutations(range(3)), back=st.permutations(range(3)))
def test_extensions_taken_away_and_restored_in_any_order_leave_the_deadline_where_it_was(
    tmp_path_factory, order, back
):
    work = open_work(tmp_path_factory.mktemp("orders") / "data")
    village(work)
    matter = made(work, "opinions", due_on=DUE)
    notes = [
        extensions.extend(
            work, "opinions", matter, due_after=DUE + timedelta(days=7 * step), **ASKED
        )
        for step in (1, 2, 3)
    ]
    for at in order:
        records.bin_records(work, "extensions", [notes[at]])
        left = [each.due_after for each in extensions.of(work, "opinions", matter)]
        assert due_of(work, "opinions", matter) == max(left, default=DUE)
    assert due_of(work, "opinions", matter) == DUE
    for at in back:
        records.restore_records(work, "extensions", [notes[at]])
    assert due_of(work, "opinions", matter) == DUE + timedelta(days=21)
    work.close()


def test_the_day_and_words_of_the_note_that_closed_a_dispute_are_those_of_its_end(work):
    matter = made(work, "disputes")
    note = disputes.close(work, matter, result="和好", closed_on=date(2026, 10, 20))
    records.save(
        work,
        "dispute-notes",
        {"happened_on": date(2026, 10, 19), "text": "签了协议"},
        record_id=note,
    )
    told = records.get(work, "disputes", matter)
    assert (told["closed_on"], told["result"]) == (date(2026, 10, 19), "签了协议")
    with pytest.raises(Conflict, match="不能单独去掉"):
        records.bin_records(work, "dispute-notes", [note])
    again = disputes.revisit(work, matter, text="都好", revisited_on=date(2026, 10, 21))
    with pytest.raises(Invalid, match="早于办结日期"):
        records.save(work, "dispute-notes", {"happened_on": date(2026, 10, 18)}, record_id=again)
    with pytest.raises(Invalid, match="晚于回访日期"):
        records.save(work, "dispute-notes", {"happened_on": date(2026, 10, 22)}, record_id=note)
    with pytest.raises(Conflict, match="这一条是回访"):
        records.bin_records(work, "dispute-notes", [again])
    records.bin_records(work, "disputes", [matter])
    assert len(records.binned(work)) == 3


def test_an_assignment_is_as_the_last_step_that_is_left_says(work):
    plan = records.save(
        work, "plans", {"number": "高综治〔2026〕1号", "name": "方案", "text": "一"}
    )
    task = records.save(work, "tasks", {"plan_id": plan, "clause": 1, "name": "夜巡"})
    part = records.save(work, "assignments", {"task_id": task, "unit_id": 1, "role": "牵头"})

    def state():
        told = records.get(work, "assignments", part)
        return told["state"], told["done_on"]

    first = tasks.add_progress(work, part, happened_on=DAY, text="动员", state="进行中")
    last = tasks.add_progress(work, part, happened_on=TODAY, text="办完", state="已完成")
    records.save(work, "progress", {"happened_on": date(2026, 10, 20)}, record_id=last)
    assert state() == ("已完成", date(2026, 10, 20))
    records.bin_records(work, "progress", [last])
    assert state() == ("进行中", None)
    records.restore_records(work, "progress", [last])
    assert state() == ("已完成", date(2026, 10, 20))
    records.bin_records(work, "progress", [first])
    assert state() == ("已完成", date(2026, 10, 20))
    records.bin_records(work, "progress", [last])
    assert state() == ("未开始", None)


def test_what_changes_other_records_is_never_stored_many_at_once():
    """Steps of matters come in by sheets as they do by their forms: one after the other."""
    assert set(rules.CONSEQUENCES) & set(imports.IMPORTABLE) <= set(noting.STEPS)
