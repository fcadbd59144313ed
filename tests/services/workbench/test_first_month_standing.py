"""What the records show of the first month."""

from datetime import timedelta

import pytest
from builders import open_work, patrol, village

from gaotang_desktop.domain.at_hand.first_month import STEPS
from gaotang_desktop.services import records
from gaotang_desktop.services.workbench import first_month


@pytest.fixture
def work(tmp_path):
    made = open_work(tmp_path / "data")
    yield made
    made.close()


def done(work):
    return {each.step.fact for each in first_month.standing(work).lines if each.done}


def test_an_empty_office_has_done_nothing(work):
    month = first_month.standing(work)
    assert month.week == 1
    assert month.done == 0


def test_a_record_ticks_its_step_and_the_bin_takes_the_tick_away(work):
    place = village(work)
    night = patrol(work, place, work.today())
    assert done(work) == {"villages", "patrols"}
    records.bin_records(work, "patrols", [night])
    assert done(work) == {"villages"}


def test_who_brings_a_year_along_does_not_begin_from_nothing(work):
    patrol(work, village(work), work.today() - timedelta(days=60))
    assert first_month.standing(work) is None


def test_tasks_are_assigned_only_when_there_are_tasks(work):
    assert "assigned" not in done(work)


def test_every_fact_can_be_shown(work):
    known = {*first_month.queries._SHOWN_BY, "assigned", "second_backup"}
    assert {each.fact for each in STEPS} == known
