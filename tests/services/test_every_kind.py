"""A kind of record that is only half added fails here, by name."""

from datetime import date

import pytest
from builders import open_work, unit, village

from gaotang_desktop.commands import arguments
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.errors import Conflict, Unreadable
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import records, rules
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.services.sheets.sheet_words import SYNONYMS

KINDS = tuple(CATALOGUE)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened)
    unit(opened)
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_lists_and_exports(work, tmp_path, kind):
    assert records.listing(work, kind).kind == kind
    if CATALOGUE[kind].record_kind.day:
        assert records.listing(work, kind, period=month(2026, 10)).kind == kind
    exports.export(work, kind, tmp_path / "list.xlsx")
    assert (tmp_path / "list.xlsx").stat().st_size > 1000


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_names_fields_that_it_has(kind):
    known, said = {each.name for each in records.fields_for(kind)}, CATALOGUE[kind].record_kind
    assert {said.day, said.parent, *said.parents} - {None} <= known
    assert set(said.keys) <= known
    assert set(SYNONYMS.get(kind, {})) <= known


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_that_a_field_refers_to_can_be_chosen(work, kind):
    for each in records.fields_for(kind):
        if each.kind is Kind.REFERENCE:
            assert records.references(work, each.refers_to) is not None


@pytest.mark.parametrize("kind", imports.IMPORTABLE)
def test_the_template_of_a_kind_is_read_back_as_an_empty_sheet(work, tmp_path, kind):
    exports.template(work, kind, tmp_path / "template.xlsx")
    try:
        sheet = imports.read(kind, tmp_path / "template.xlsx")
    except Unreadable as problem:
        assert "没有" in str(problem)  # noqa: PT017 - an empty sheet may be said to be empty
    else:
        assert not sheet.rows


def test_the_rules_are_those_of_known_kinds():
    assert {*rules.CHECKS, *rules.COMPLETIONS, *rules.MOVES, *SYNONYMS} <= set(KINDS)


def test_the_command_line_knows_kinds_that_there_are():
    assert set(arguments.KINDS) <= set(KINDS)
    assert set(arguments.IMPORTABLE) == set(imports.IMPORTABLE)


@pytest.mark.parametrize("kind", ["opinions", "findings"])
def test_a_deadline_that_was_left_empty_follows_from_the_settings(work, kind):
    work.change_settings({"opinion_days": 10, "finding_days": 10})
    start = "received_on" if kind == "opinions" else "found_on"
    saved = records.save(
        work, kind, {start: date(2026, 10, 1), "village_id": 1, "text": "路灯不亮"}
    )
    assert records.get(work, kind, saved)["due_on"] == date(2026, 10, 11)


def test_disputes_are_numbered_by_year_and_a_binned_number_is_not_given_again(work):
    given = {"village_id": 1, "category_id": 1, "risk": "高", "summary": "地界", "unit_id": 1}
    saved = [
        records.save(work, "disputes", {**given, "found_on": date(2026, 10, day)})
        for day in (1, 2, 3)
    ]
    assert records.get(work, "disputes", saved[2])["number"] == "2026-003"
    assert records.get(work, "disputes", saved[0])["deadline"] == date(2026, 10, 8)
    records.bin_records(work, "disputes", [saved[2]])
    again = records.save(work, "disputes", {**given, "found_on": date(2026, 10, 4)})
    assert records.get(work, "disputes", again)["number"] == "2026-004"


TWICE = {
    "places": ({"name": "甲药房", "place_type": "药店", "village_id": 1}, "同名的场所"),
    "grids": ({"village_id": 1, "name": "第一网格"}, "同名的网格"),
    "dispute-categories": ({"name": "祖坟纠纷"}, "在“纠纷类别”里勾上“使用”"),
    "grid-counts": (
        {
            "month": date(2026, 9, 1),
            "village_id": 1,
            "grid": "一",
            "visits": 1,
            "reported": 0,
            "handled": 0,
            "in_time": 0,
        },
        "已经报过了",
    ),
    "incident-counts": (
        {"month": date(2026, 9, 1), "village_id": 1, "alarms": 1},
        "发案数已经登记了",
    ),
    "checklist-items": ({"place_type": "餐饮", "text": "灶台整洁"}, "清单里已经有这一条"),
}


@pytest.mark.parametrize("kind", TWICE)
def test_what_is_entered_twice_is_refused_in_words_of_its_kind(work, kind):
    values, said = TWICE[kind]
    records.save(work, kind, values)
    with pytest.raises(Conflict, match=said):
        records.save(work, kind, values)


@pytest.mark.parametrize("kind", [kind for kind in CATALOGUE if kind != "documents"])
def test_a_form_begins_with_few_fields_and_asks_at_once_for_what_it_needs(kind):
    """Papers have a form of their own."""
    shown = [each for each in records.fields_for(kind) if each.editable]
    assert not [each.name for each in shown if each.later and each.required]
    if len(shown) > 14:
        assert len([each for each in shown if not each.later]) <= 10
