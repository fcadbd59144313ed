"""When the operator is reminded, and in which words."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from gaotang_desktop.domain.at_hand.reminders import Figures, Wanted, is_due, wanted, words
from gaotang_desktop.domain.settings import SETTINGS

WANT = Wanted(on=True, hour=17, days="每天")
SATURDAY = date(2026, 10, 24)
SOME = Figures(("郭桥村", "北侯村", "铁里村"), 2, 1, ("小村",))


def test_as_the_program_comes_nobody_is_reminded():
    want = wanted({each.name: each.default for each in SETTINGS})
    assert not want.on
    assert not is_due(want, datetime(2026, 10, 24, 17, 0), None)


@pytest.mark.parametrize(
    ("now", "last", "days", "due"),
    [
        (datetime(2026, 10, 24, 16, 59), None, "每天", False),
        (datetime(2026, 10, 24, 17, 0), None, "每天", True),
        (datetime(2026, 10, 24, 22, 0), date(2026, 10, 23), "每天", True),
        (datetime(2026, 10, 24, 17, 5), SATURDAY, "每天", False),
        (datetime(2026, 10, 24, 17, 0), None, "周一到周五", False),
        (datetime(2026, 10, 24, 17, 0), None, "周一到周六", True),
        (datetime(2026, 10, 25, 17, 0), None, "周一到周六", False),
    ],
)
def test_once_a_day_from_the_hour_on_and_on_the_days_that_were_set(now, last, days, due):
    assert is_due(replace(WANT, days=days), now, last) is due


def test_the_words_name_the_villages_and_count_what_is_late():
    assert words(WANT, SOME, SATURDAY) == (
        "今晚 3 村应巡未报：郭桥村、北侯村、铁里村。",
        "逾期 2 项没有办。",
        "今天到期 1 项。",
        "本周还有 1 村没有宣传：小村。",
    )


def test_of_many_villages_three_are_named():
    many = Figures(tuple(f"{n}村" for n in range(24)), 0, 0, ())
    assert words(WANT, many, SATURDAY) == ("今晚 24 村应巡未报：0村、1村、2村等 24 村。",)


def test_only_what_was_asked_for_is_said_and_the_week_only_from_thursday_on():
    assert words(replace(WANT, nights=False, late=False), SOME, SATURDAY) == (
        "本周还有 1 村没有宣传：小村。",
    )
    assert words(replace(WANT, nights=False, late=False), SOME, date(2026, 10, 21)) == ()
    assert words(WANT, Figures((), 0, 0, ()), SATURDAY) == ()
