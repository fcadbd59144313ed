"""What the office's own ledgers refuse, by whichever door it comes: form, sheet, paste, command line."""

import csv
import io
from datetime import date, timedelta

import pytest
from builders import NOW, open_work, unit, village

from gaotang_desktop.__main__ import main
from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.progress import Silent
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports

TODAY = NOW.date()
BEFORE, FIRST, LATER = date(2026, 10, 11), date(2026, 10, 12), date(2026, 10, 15)
TOMORROW = TODAY + timedelta(days=1)
NEXT_MONTH = date(2026, 11, 1)
CLOSED = {"state": "已化解", "closed_on": LATER, "result": "拆了"}

# By kind: values that can be, and changes that cannot, each with the field under which that is said.
CASES = {
    "intakes": (
        {"received_on": FIRST, "way": "来访", "matter": "低保没有公示"},
        (
            ("received_on", {"received_on": TOMORROW}),
            ("way", {"way": "托梦"}),
            ("matter", {"matter": None}),
            ("people", {"people": 0}),
            ("people", {"people": -3}),
            ("sort", {"sort": "求助", "dispute_id": 1}),
            ("opinion_id", {"sort": "纠纷", "dispute_id": 1, "opinion_id": 1}),
            ("sort", {"dispute_id": 1}),
            ("sort", {"sorted_on": LATER}),
            ("sorted_on", {"sort": "求助", "sorted_on": BEFORE}),
            ("sorted_on", {"sort": "求助", "sorted_on": TOMORROW}),
            ("unit_id", {"sort": "求助", "signed_on": LATER}),
            ("signed_on", {"sort": "求助", "unit_id": 1, "signed_on": BEFORE}),
            ("signed_on", {"sort": "求助", "unit_id": 1, "sorted_on": LATER, "signed_on": FIRST}),
            ("due_on", {"due_on": BEFORE}),
            ("sort", {"done_on": LATER, "result": "已修"}),
            ("result", {"sort": "求助", "done_on": LATER}),
            ("done_on", {"sort": "求助", "done_on": BEFORE, "result": "已修"}),
            ("done_on", {"sort": "求助", "done_on": TOMORROW, "result": "已修"}),
            ("done_on", {"sort": "求助", "sorted_on": LATER, "done_on": FIRST, "result": "已修"}),
            ("done_on", {"sort": "纠纷", "dispute_id": 1, "done_on": LATER, "result": "已修"}),
            ("done_on", {"told_on": LATER}),
            ("told_on", {"sort": "求助", "done_on": LATER, "result": "已修", "told_on": FIRST}),
            ("told_on", {"sort": "求助", "done_on": FIRST, "result": "已修", "told_on": BEFORE}),
            ("told_on", {"sort": "求助", "done_on": FIRST, "result": "已修", "told_on": TOMORROW}),
            ("told_on", {"sort": "求助", "done_on": FIRST, "result": "已修", "satisfied": "满意"}),
            ("told_on", {"sort": "纠纷", "dispute_id": 1, "told_on": LATER}),
        ),
    ),
    "disputes": (
        {"found_on": FIRST, "village_id": 1, "category_id": 1, "risk": "低", "summary": "砌墙占巷道",
         "unit_id": 1},
        (
            ("found_on", {"found_on": TOMORROW}),
            ("risk", {"risk": "特高"}),
            ("people", {"people": -1}),
            ("deadline", {"deadline": BEFORE}),
            ("unit_id", {"signed_on": LATER, "unit_id": None}),
            ("signed_on", {"signed_on": BEFORE}),
            ("signed_on", {"signed_on": TOMORROW}),
            ("closed_on", {"state": "已化解", "result": "拆了"}),
            ("result", {"state": "已化解", "closed_on": LATER}),
            ("closed_on", {"state": "化解中", "closed_on": LATER}),
            ("closed_on", {"state": "已化解", "closed_on": BEFORE, "result": "拆了"}),
            ("closed_on", {"state": "已化解", "closed_on": TOMORROW, "result": "拆了"}),
            ("signed_on", {"state": "已化解", "closed_on": FIRST, "result": "拆了", "signed_on": LATER}),
            ("settled_by", {"state": "化解中", "settled_by": "人民调解"}),
            ("settled_by", {"state": "已化解", "closed_on": LATER, "result": "拆了", "settled_by": "移交"}),
            ("settled_by", {"state": "未化解", "closed_on": LATER, "result": "没谈拢",
                            "settled_by": "和解"}),
            ("agreed_on", {"state": "已化解", "closed_on": LATER, "result": "拆了", "settled_by": "信访",
                           "agreed_on": LATER}),
            ("agreed_on", {"agreed_on": BEFORE}),
            ("agreed_on", {"agreed_on": TOMORROW}),
            ("performed", {"performed": "已履行"}),
            ("performed_on", {"performed_on": LATER}),
            ("performed", {**CLOSED, "performed_on": LATER}),
            ("performed_on", {**CLOSED, "performed": "已履行", "performed_on": BEFORE}),
            ("performed_on", {**CLOSED, "performed": "已履行", "performed_on": TOMORROW}),
            ("performed_on", {**CLOSED, "closed_on": TODAY, "settled_by": "和解", "agreed_on": TODAY,
                              "performed": "已履行", "performed_on": LATER}),
            ("told_on", {"told_on": LATER}),
            ("told_on", {"state": "已化解", "closed_on": LATER, "result": "拆了", "told_on": FIRST}),
            ("told_on", {"state": "已化解", "closed_on": LATER, "result": "拆了", "told_on": TOMORROW}),
            ("revisited_on", {"revisited_on": LATER}),
            ("revisited_on", {"state": "已化解", "closed_on": LATER, "result": "拆了",
                              "revisited_on": FIRST}),
            ("revisited_on", {"state": "已化解", "closed_on": LATER, "result": "拆了",
                              "revisited_on": TOMORROW}),
            ("satisfied", {"state": "已化解", "closed_on": LATER, "result": "拆了", "satisfied": "满意"}),
        ),
    ),
    "opinions": (
        {"received_on": FIRST, "village_id": 1, "text": "路灯不亮"},
        (
            ("received_on", {"received_on": TOMORROW}),
            ("source", {"source": "听说"}),
            ("due_on", {"due_on": BEFORE}),
            ("unit_id", {"signed_on": LATER}),
            ("signed_on", {"unit_id": 1, "signed_on": BEFORE}),
            ("signed_on", {"unit_id": 1, "signed_on": LATER, "state": "已答复", "answered_on": FIRST,
                           "answer": "修好"}),
            ("answer", {"state": "已答复", "answered_on": LATER}),
            ("answered_on", {"state": "已答复", "answer": "修好"}),
            ("answered_on", {"state": "已答复", "answered_on": BEFORE, "answer": "修好"}),
            ("answered_on", {"state": "已答复", "answered_on": TOMORROW, "answer": "修好"}),
            ("state", {"state": "办理中", "answered_on": LATER}),
            ("told_on", {"told_on": LATER}),
            ("told_on", {"state": "已答复", "answered_on": LATER, "answer": "修好", "told_on": FIRST}),
            ("satisfied", {"satisfied": "满意"}),
        ),
    ),
    "trouble-spots": (
        {"name": "老街市场", "problem": "占道争吵", "unit_id": 1, "listed_on": FIRST},
        (
            ("listed_on", {"listed_on": TOMORROW}),
            ("unit_id", {"unit_id": None}),
            ("level", {"level": "省级挂牌"}),
            ("deadline", {"deadline": BEFORE}),
            ("evaluated_on", {"evaluation": "达标"}),
            ("evaluation", {"evaluated_on": LATER}),
            ("evaluated_on", {"evaluated_on": BEFORE, "evaluation": "达标"}),
            ("evaluated_on", {"evaluated_on": TOMORROW, "evaluation": "达标"}),
            ("removed_on", {"removed_on": LATER}),
            ("removed_on", {"evaluated_on": FIRST, "evaluation": "没有达标", "removed_on": LATER}),
            ("removed_on", {"evaluated_on": LATER, "evaluation": "达标", "removed_on": FIRST}),
            ("removed_on", {"evaluated_on": FIRST, "evaluation": "达标", "removed_on": BEFORE}),
            ("removed_on", {"evaluated_on": FIRST, "evaluation": "达标", "removed_on": TOMORROW}),
            ("listed_on", {"listed_on": None, "evaluated_on": LATER, "evaluation": "达标"}),
        ),
    ),
    "meetings": (
        {"held_on": FIRST, "kind": "研判会", "topic": "十月形势"},
        (
            ("held_on", {"held_on": TOMORROW}),
            ("kind", {"kind": "碰头会"}),
            ("topic", {"topic": None}),
            ("topic", {"topic": "很长" * 50}),
            ("absent", {"present": ("派出所", "司法所"), "absent": ("司法所",)}),
        ),
    ),
    "meeting-decisions": (
        {"meeting_id": 1, "unit_id": 1, "text": "加装照明"},
        (
            ("unit_id", {"unit_id": None}),
            ("meeting_id", {"meeting_id": None}),
            ("text", {"text": None}),
            ("due_on", {"due_on": BEFORE}),
            ("done_on", {"done_on": BEFORE, "result": "装了"}),
            ("done_on", {"done_on": TOMORROW, "result": "装了"}),
            ("result", {"done_on": LATER}),
            ("done_on", {"finding_id": 1, "done_on": LATER, "result": "装了"}),
        ),
    ),
    "incident-counts": (
        {"month": date(2026, 9, 1), "village_id": 1, "alarms": 3},
        (
            ("month", {"month": NEXT_MONTH}),
            ("village_id", {"village_id": None}),
            ("alarms", {"alarms": -1}),
            ("thefts", {"thefts": -2}),
            ("bypassing", {"bypassing": 13_800_000_000}),
            ("fraud_loss", {"fraud_loss": 2000}),
            ("fraud_loss", {"frauds": 0, "fraud_loss": 2000}),
            ("alarms", {"alarms": None}),
        ),
    ),
    "grids": (
        {"village_id": 1, "name": "第二网格"},
        (
            ("village_id", {"village_id": None}),
            ("name", {"name": None}),
            ("households", {"households": -1}),
        ),
    ),
    "grid-counts": (
        {"month": date(2026, 9, 1), "village_id": 1, "grid": "第一网格", "visits": 30, "reported": 2,
         "handled": 1, "in_time": 1},
        (
            ("month", {"month": NEXT_MONTH}),
            ("visits", {"visits": -1}),
            ("handled", {"handled": 3}),
            ("in_time", {"in_time": 2}),
            ("grid", {"grid": "第九网格"}),
            ("grid", {"grid": None}),
            ("reported", {"reported": 10_000_000}),
        ),
    ),
    "inspections": (
        {"held_on": FIRST, "kind": "消防安全", "village_id": 1},
        (
            ("held_on", {"held_on": TOMORROW}),
            ("kind", {"kind": "随便看看"}),
            ("village_id", {"village_id": None}),
            ("result", {"result": "很好"}),
        ),
    ),
    "findings": (
        {"found_on": FIRST, "village_id": 1, "text": "没有灭火器"},
        (
            ("found_on", {"found_on": TOMORROW}),
            ("village_id", {"village_id": None}),
            ("due_on", {"due_on": BEFORE}),
            ("put_right_on", {"put_right_on": BEFORE, "how": "买了"}),
            ("put_right_on", {"put_right_on": TOMORROW, "how": "买了"}),
            ("how", {"put_right_on": LATER}),
            ("rechecked_on", {"rechecked_on": LATER, "recheck": "已整改"}),
            ("rechecked_on", {"put_right_on": LATER, "how": "买了", "rechecked_on": FIRST,
                              "recheck": "已整改"}),
            ("recheck", {"put_right_on": FIRST, "how": "买了", "rechecked_on": LATER}),
            ("rechecked_on", {"put_right_on": FIRST, "how": "买了", "recheck": "已整改"}),
        ),
    ),
    "checklist-items": (
        {"place_type": "餐饮", "text": "灶台整洁"},
        (
            ("place_type", {"place_type": "菜地"}),
            ("text", {"text": None}),
            ("display_order", {"display_order": -1}),
        ),
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = open_work(tmp_path_factory.mktemp("office") / "data")
    village(opened, "郭桥村")
    unit(opened, "司法所")
    for kind in ("disputes", "opinions", "meetings"):
        records.save(opened, kind, CASES[kind][0])
    records.save(opened, "findings", CASES["findings"][0] | {"text": "通道堵了"})
    given = {"way": "来电", "matter": "路灯不亮", "sort": "求助", "due_on": LATER}
    records.save(opened, "intakes", {"received_on": FIRST, **given})
    done = {"done_on": date(2026, 10, 14), "result": "修好"}
    records.save(opened, "intakes", {"received_on": FIRST, **given, **done, "matter": "井盖坏了"})
    records.save(opened, "grids", {"village_id": 1, "name": "第一网格"})
    yield opened
    opened.close()


def written(work, kind, values):
    """A row as people write it: labels above, names for what is referred to."""
    row = {}
    for each in records.fields_for(kind):
        value = values.get(each.name)
        if each.refers_to and value is not None:
            row[each.label] = next(
                known.label
                for known in records.references(work, each.refers_to)
                if known.id == value
            )
        else:
            row[each.label] = fields.show(each, value)
    return row


def table(rows, delimiter):
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def typed(work, kind, row):
    """Store what is typed into a form; raises what the form says under its fields."""
    values, said = {}, {}
    for each in records.fields_for(kind):
        if each.refers_to:
            found = [
                k.id for k in records.references(work, each.refers_to) if k.label == row[each.label]
            ]
            values[each.name] = found[0] if found else None
            continue
        try:
            values[each.name] = fields.read(each, row[each.label], today=TODAY)
        except Invalid as problem:
            said |= {each.name: str(problem)}
    if said:
        raise Invalid(said)
    records.save(work, kind, values)


@pytest.mark.parametrize("kind", CASES)
def test_what_cannot_be_is_said_at_its_field_by_every_door(work, tmp_path, kind):
    good, changes = CASES[kind]
    had = records.listing(work, kind).ids
    labels = {each.name: each.label for each in records.fields_for(kind)}
    rows = [written(work, kind, {**good, **change}) for _field, change in changes]
    for (field, change), row in zip(changes, rows, strict=True):
        with pytest.raises(Invalid) as told:
            typed(work, kind, row)
        assert field in told.value.fields, (change, told.value.fields)
        assert all(each.endswith("。") for each in told.value.fields.values())

    path = tmp_path / "表.csv"
    path.write_text(table(rows, ","), encoding="utf-8")
    pasted = imports.read_pasted(kind, table(rows, "\t"), work=work)
    for result in (
        imports.import_rows(work, kind, pasted, dry_run=False, progress=Silent(), name="粘贴"),
        imports.import_sheet(work, kind, path),
    ):
        states = {number: each.state.value for number, each in result.outcomes.items()}
        for number, (field, change) in enumerate(changes, start=2):
            at = {each.column for each in result.errors if each.row == number}
            assert labels[field] in at, (change, at, states[number])
        assert result.rejected == len(rows)
    assert records.listing(work, kind).ids == had


def test_the_command_line_refuses_the_same_in_the_same_words(work, tmp_path, capsys):
    good, changes = CASES["trouble-spots"]
    other = open_work(tmp_path / "other")
    unit(other, "司法所")
    other.close()
    path = tmp_path / "表.csv"
    # Its clock is that of the computer.
    past = [change for _field, change in changes if TOMORROW not in change.values()]
    path.write_text(
        table([written(work, "trouble-spots", {**good, **change}) for change in past], ","), "utf-8"
    )
    expected = imports.import_sheet(work, "trouble-spots", path, dry_run=True).errors
    assert main(["--data", str(tmp_path / "other"), "import", "trouble-spots", str(path)]) == 1
    told = "".join(capsys.readouterr())
    for each in expected:
        assert each.message in told


OPEN, DONE = 1, 2  # two intakes
# What belongs to a matter is typed into small forms, never taken in from a sheet.
STEPS = {
    "extensions": (
        {"intake_id": OPEN, "due_before": LATER, "due_after": date(2026, 10, 20), "decided_on": FIRST,
         "decided_by": "示例主任", "reason": "等材料"},
        (
            ("due_after", {"due_after": LATER}),
            ("due_after", {"due_after": FIRST}),
            ("decided_on", {"decided_on": TOMORROW}),
            ("decided_on", {"decided_on": date(2026, 10, 16)}),
            ("decided_on", {"decided_on": BEFORE}),
            ("decided_on", {"intake_id": DONE, "decided_on": LATER}),
            ("decided_by", {"decided_by": None}),
            ("reason", {"reason": None}),
            ("reason", {"dispute_id": 1}),
            ("reason", {"intake_id": None}),
        ),
    ),
    "acceptances": (
        {"intake_id": DONE, "decided_on": LATER, "decided_by": "示例主任", "decision": "通过",
         "done_on": date(2026, 10, 14)},
        (
            ("decided_on", {"decided_on": TOMORROW}),
            ("decided_on", {"decided_on": FIRST}),
            ("decided_on", {"intake_id": OPEN}),
            ("reason", {"decision": "退回"}),
            ("decided_by", {"decided_by": None}),
            ("decision", {"opinion_id": 1}),
        ),
    ),
    "escalations": (
        {"intake_id": OPEN, "raised_on": date(2026, 10, 19), "level": "单位负责人", "step": "办理中",
         "due_on": LATER},
        (
            ("raised_on", {"raised_on": TOMORROW}),
            ("raised_on", {"raised_on": LATER}),
            ("raised_on", {"raised_on": BEFORE}),
            ("level", {"level": None}),
            ("level", {"dispute_id": 1}),
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_of_a_matter_that_cannot_be_is_said_at_its_field_and_moves_nothing(work, kind):
    good, changes = STEPS[kind]
    had = [records.get(work, "intakes", each) for each in (OPEN, DONE)]
    for field, change in changes:
        with pytest.raises(Invalid) as told:
            records.save(work, kind, {**good, **change})
        assert field in told.value.fields, (change, told.value.fields)
        assert all(each.endswith("。") for each in told.value.fields.values())
    assert records.listing(work, kind).ids == ()
    assert [records.get(work, "intakes", each) for each in (OPEN, DONE)] == had
