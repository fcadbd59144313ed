"""Phones as the office types and pastes them."""

from datetime import date

import pytest

from gaotang_desktop.domain.fields import Field, Kind, Privacy, read

PHONE = Field("phone", "电话", Kind.TEXT, privacy=Privacy.STAFF)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("０１３-００００　１１１１", "013-0000 1111"),
        ("010－0000", "010-0000"),
        ("000-0000-0001", "000-0000-0001"),
    ],
)
def test_a_phone_in_full_width_is_stored_as_it_is_dialled(typed, stored):
    assert read(PHONE, typed, today=date(2026, 10, 5)) == stored
