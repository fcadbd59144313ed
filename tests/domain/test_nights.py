from datetime import date, datetime

import pytest

from gaotang_desktop.domain import patrols


@pytest.mark.parametrize(("hour", "night"), [(0, 23), (4, 23), (11, 23), (12, 24), (23, 24)])
def test_until_noon_the_night_that_is_just_over_is_entered(hour, night):
    moment = datetime(2026, 10, 24, hour, 59)
    assert patrols.night_at(moment) == date(2026, 10, night)
