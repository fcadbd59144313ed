from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gaotang_desktop.domain.casework import trouble_spots
from gaotang_desktop.domain.casework.trouble_spots import Spot

TODAY = date(2026, 10, 24)
LISTED = date(2026, 8, 1)


def told(**values):
    return trouble_spots.problems({"listed_on": LISTED, **values}, today=TODAY)


def test_a_spot_is_removed_only_after_it_was_found_in_order():
    assert "复评达标以后才能摘牌" in told(removed_on=TODAY)["removed_on"]
    seen = {"evaluated_on": date(2026, 10, 1), "evaluation": "没有达标"}
    assert "复评达标以后才能摘牌" in told(**seen, removed_on=TODAY)["removed_on"]
    seen["evaluation"] = "达标"
    assert told(**seen, removed_on=TODAY) == {}
    early = told(**seen, removed_on=date(2026, 9, 30))
    assert early == {"removed_on": "摘牌日期早于复评日期，请改正其中一个。"}


def test_days_before_the_listing_and_days_to_come_are_said_at_their_field():
    assert "整治期限早于挂牌日期" in told(deadline=date(2026, 7, 31))["deadline"]
    assert told(deadline=date(2027, 1, 1)) == {}
    assert "还没有到" in told(listed_on=date(2026, 10, 25))["listed_on"]
    assert "请选复评结论" in told(evaluated_on=TODAY)["evaluation"]
    assert "请填复评日期" in told(evaluation="达标")["evaluated_on"]


def test_a_spot_is_late_the_day_after_its_deadline_until_it_is_removed():
    def late(deadline, removed=None, evaluation=None):
        return trouble_spots.lateness(deadline, evaluation, removed, today=TODAY, near=3)

    assert late(TODAY - timedelta(days=1)) == "逾期"
    assert late(TODAY) == late(TODAY + timedelta(days=3)) == "临近"
    assert late(TODAY + timedelta(days=4)) == late(None) == "未到期"
    assert late(LISTED, TODAY, "达标") == "已摘牌"
    assert late(LISTED, evaluation="达标") == "已达标"
    assert late(LISTED, evaluation="没有达标") == "逾期"


_DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.lists(st.builds(Spot, _DAYS, *[st.none() | _DAYS] * 3)), _DAYS, _DAYS)
def test_the_spots_of_a_span_are_those_before_it_and_listed_less_removed(spots, first, last):
    first, last = min(first, last), max(first, last)
    spots = [each for each in spots if not each.removed_on or each.removed_on >= each.listed_on]
    before = [
        each
        for each in spots
        if each.listed_on < first and (each.removed_on is None or each.removed_on >= first)
    ]
    found = trouble_spots.figures(spots, first, last)
    assert found.standing == len(before) + found.listed - found.removed
    assert found.late <= found.standing
