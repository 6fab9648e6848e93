"""A unit's duty days as a calendar that phones and mail programs subscribe to (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from dutyroster.models import Shift, Version
from hotline import clock, options
from hotline.people.models import Unit

BACK = timedelta(days=60)
AHEAD = timedelta(days=366)
PRODUCT = "-//12345 hotline//duty roster//ZH"
REFRESH = timedelta(hours=1)


def calendar(unit: Unit, host: str) -> bytes:
    """The unit's announced days from 60 days back to a year ahead (one query). `host` makes the ids of the events unique."""
    today = clock.today()
    changed = Version.objects.filter(roster=OuterRef("roster"), number=OuterRef("roster__version")).values("made_at")[:1]
    rows = Shift.objects.in_force().filter(unit=unit, day__range=(today - BACK, today + AHEAD))
    rows = rows.select_related("roster", "makeup_of").annotate(changed_at=Subquery(changed)).order_by("day")
    return text(unit, rows, host)


def text(unit: Unit, shifts: "Iterable[Shift]", host: str) -> bytes:
    """The same of shifts at hand, with `changed_at`. Times are UTC, so that no program needs to know the time zone."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", vText(_("Hotline duty: %(unit)s") % {"unit": unit.label}))
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    place = options.get("duty_place")
    for shift in shifts:
        made.add_component(_event(unit, shift, host, place))
    return bytes(made.to_ical())


def _event(unit: Unit, shift: Shift, host: str, place: str) -> Event:
    event = Event()
    event.add("uid", f"duty-{shift.day}-{unit.pk}@{host}")
    event.add("dtstamp", (getattr(shift, "changed_at", None) or clock.now()).astimezone(UTC))
    event.add("sequence", shift.roster.version)
    event.add("dtstart", shift.begins_at.astimezone(UTC))
    event.add("dtend", shift.ends_at.astimezone(UTC))
    event.add("summary", _("Hotline duty: %(unit)s") % {"unit": unit.label})
    event.add("location", place)
    if shift.makeup_of:
        event.add("description", _("Make-up duty for %(day)s") % {"day": f"{shift.makeup_of.day}"})
    return event
