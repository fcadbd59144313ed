from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain import supervision

TODAY = date(2026, 10, 24)
ORDER = ("", *supervision.COLOURS)


@given(st.integers(-400, 400), st.integers(0, 60), st.integers(1, 365))
def test_a_day_later_is_never_a_milder_colour(days, blue, red):
    deadline = TODAY + timedelta(days=days)
    now = supervision.colour(deadline, TODAY, blue=blue, red=red)
    tomorrow = supervision.colour(deadline, TODAY + timedelta(days=1), blue=blue, red=red)
    assert ORDER.index(now) <= ORDER.index(tomorrow)


@pytest.mark.parametrize(
    ("days", "colour"), [(4, ""), (3, "蓝"), (0, "蓝"), (-1, "黄"), (-7, "黄"), (-8, "红")]
)
def test_blue_before_yellow_after_red_a_week_after_the_deadline(days, colour):
    deadline = TODAY + timedelta(days=days)
    assert supervision.colour(deadline, TODAY, blue=3, red=7) == colour


def test_an_answer_is_late_from_the_day_after_it_was_due():
    assert supervision.slip_state(TODAY, None, TODAY) == "待回复"
    assert supervision.slip_state(TODAY, None, TODAY + timedelta(days=1)) == "逾期未回复"
    assert supervision.slip_state(TODAY, TODAY, TODAY + timedelta(days=9)) == "已回复"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"unit_id": None}, "unit_id"),
        ({"village_id": 2}, "unit_id"),
        ({"issued_on": TODAY + timedelta(days=1)}, "issued_on"),
        ({"answer_due_on": TODAY - timedelta(days=9)}, "answer_due_on"),
        ({"answered_on": TODAY - timedelta(days=9), "answer": "已办"}, "answered_on"),
        ({"answered_on": TODAY + timedelta(days=1), "answer": "已办"}, "answered_on"),
        ({"answered_on": TODAY}, "answer"),
        ({"answer": "已办"}, "answered_on"),
    ],
)
def test_each_mistake_on_a_slip_is_said_at_its_field(values, field):
    right = {"unit_id": 1, "village_id": None, "issued_on": TODAY - timedelta(days=2),
             "answer_due_on": TODAY + timedelta(days=3)}  # fmt: skip
    assert supervision.problems(right, today=TODAY) == {}
    assert list(supervision.problems({**right, **values}, today=TODAY)) == [field]


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("09-04 到期，已逾期 79 天", "9月4日，已逾期79天"),
        ("11-30 到期，今天到期", "11月30日，今天到期"),
        ("", ""),
    ],
)
def test_papers_write_the_deadline_of_a_slip_as_a_day(stored, written):
    assert supervision.written(stored) == written
