"""While an official schedule is missing, the admins are reminded once a week."""

from celery import shared_task

from hotline import clock
from hotline.notices.actions import tell
from hotline.people.models import Person, Role
from hotline.workdays.missing import missing_now

KIND = "calendar_missing"


@shared_task
def remind() -> None:
    """Every day at 9 (hotline/celery.py): the same week's second notice has the same cause, so nobody gets it."""
    year = missing_now()
    if year is None:
        return
    iso = clock.today().isocalendar()
    cause = f"calendar:{year}:{iso.year}-{iso.week}"
    tell(Person.objects.with_role(Role.ADMIN), KIND, cause=cause, link="/workdays/change/", year=year)
