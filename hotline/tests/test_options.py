"""Options: what the admin's page takes and refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from hotline import options
from hotline.models import Option

pytestmark = pytest.mark.django_db


# By default: 08:30 begin, 09:00 callback cases fixed, 17:00 signed, 22:00 end; calls 15:00-17:00, checked in by 08:40.
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("shift_starts_at", "08:40"), ("shift_starts_at", "00:00"), ("sheet_frozen_at", "08:31"), ("sheet_frozen_at", "16:59"),
        ("callback_sheet_due_at", "09:01"), ("callback_sheet_due_at", "21:59"), ("shift_ends_at", "17:01"),
        ("leader_calls", "08:30-22:00"), ("duty_late_after", "08:30"),
    ],
)  # fmt: skip
def test_the_hours_of_the_duty_day_in_order(key: str, value: str) -> None:
    assert options.check(key, value) == value


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("shift_starts_at", "09:00", "follow one another"), ("sheet_frozen_at", "08:30", "follow one another"),
        ("sheet_frozen_at", "17:00", "follow one another"), ("callback_sheet_due_at", "09:00", "follow one another"),
        ("callback_sheet_due_at", "22:00", "follow one another"), ("shift_ends_at", "17:00", "follow one another"),
        ("shift_ends_at", "00:00", "follow one another"), ("shift_starts_at", "08:41", "within the duty day"),
        ("leader_calls", "08:29-10:00", "within the duty day"), ("leader_calls", "21:00-22:01", "within the duty day"),
        ("duty_late_after", "08:29", "within the duty day"), ("duty_late_after", "22:01", "within the duty day"),
        ("leader_calls", "17:00-15:00", "end after they begin"),
    ],
)  # fmt: skip
def test_the_hours_of_the_duty_day_out_of_order(key: str, value: str, why: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match=why):
        options.check(key, value)


def test_they_are_held_against_what_is_in_force() -> None:
    Option.objects.create(key="shift_ends_at", value="18:00")
    with translation.override("en"), pytest.raises(ValidationError, match="follow one another"):
        options.check("callback_sheet_due_at", "18:00")
    assert options.check("leader_calls", "15:00-18:00") == "15:00-18:00"
