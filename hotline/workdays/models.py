"""The calendar as data: dated exceptions, the years with an official schedule, and a version that grows with each change."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, time
from typing import ClassVar, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from hotline import options
from hotline.people.models import Unit
from hotline.workdays import rules
from hotline.workdays.rules import Calendar, DatedException, Kind


def known_year(year: int) -> None:
    """Field validator: a year whose statutory holidays can be worked out."""
    if not rules.MIN_YEAR <= year <= rules.MAX_YEAR:
        bounds = {"first": rules.MIN_YEAR, "last": rules.MAX_YEAR, "year": year}
        raise ValidationError(gettext("The calendar knows the years %(first)s to %(last)s, not %(year)s.") % bounds)


def known_day(day: date) -> None:
    """Field validator: a day in such a year."""
    known_year(day.year)


class CalendarYear(models.Model):
    """A year and whether its official schedule is in the table; a year without a row here is provisional."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True, validators=[known_year])
    official = models.BooleanField(_("official schedule known"), default=True)
    loaded_at = models.DateTimeField(_("loaded at"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering: ClassVar = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that is not what its weekday says, or a named holiday. Everything else follows from weekday and year."""

    date = models.DateField(_("day"), validators=[known_day])
    is_workday = models.BooleanField(_("working day"), default=False)
    name = models.CharField(_("name"), max_length=50)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.LOCAL)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only for this unit"),
        help_text=_("A local day off or closure of one unit and the units below it; empty: the whole city."),
    )

    class Meta:
        verbose_name = _("day off or make-up day")
        verbose_name_plural = _("days off and make-up days")
        ordering: ClassVar = ["-date", "kind"]
        constraints: ClassVar = [
            # One row per source: loading an official schedule leaves local entries alone, lifting a closure is a delete.
            models.UniqueConstraint(fields=["date", "kind"], condition=models.Q(unit=None), name="one_exception_of_city"),
            models.UniqueConstraint(
                fields=["date", "kind", "unit"], condition=models.Q(unit__isnull=False), name="one_exception_of_unit"
            ),
            models.CheckConstraint(condition=~models.Q(kind="official") | models.Q(unit=None), name="official_is_for_all"),
            # Only the State Council makes a weekend a working day.
            models.CheckConstraint(condition=models.Q(kind="official") | models.Q(is_workday=False), name="only_official_works"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"

    def clean(self) -> None:
        """Refuses what no notice can say: a make-up day that is no weekend; and work that only a notice can order."""
        if self.kind != Kind.OFFICIAL and self.is_workday:
            raise ValidationError({"is_workday": gettext("Only the State Council's notice makes a day a working day.")})
        if self.kind == Kind.OFFICIAL and self.is_workday and isinstance(self.date, date) and not rules.is_weekend(self.date):
            raise ValidationError({"is_workday": gettext("A make-up working day is a Saturday or a Sunday.")})
        if self.kind == Kind.OFFICIAL and self.unit_id:
            raise ValidationError({"unit": gettext("The State Council's notice holds for everybody.")})


class Entry(NamedTuple):
    """A row of the calendar as plain values; `unit_id` None is the whole city."""

    date: date
    is_workday: bool
    name: str
    kind: Kind
    unit_id: int | None = None


class CalendarVersion(models.Model):
    """One row per change of the calendar; the highest number is in force and is stored with every due date.

    Numbers come from a sequence under a lock (actions.changed): they grow in the order of commit and a number that was
    rolled back never returns, so it can key a cache.
    """

    number = models.BigAutoField(_("version"), primary_key=True)
    made_at = models.DateTimeField(_("made at"))
    why = models.CharField(_("why"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("version of the calendar")
        verbose_name_plural = _("versions of the calendar")
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        return str(self.number)


_EMPTY = Calendar(version=0, official_years=frozenset(), exceptions={})
_cached = _EMPTY


def forget() -> None:
    """Read the calendar again at the next question: between tests, which put the same version back."""
    global _cached
    _cached = _EMPTY


def current() -> Calendar:
    """The calendar in force, with the city's closing times. Days are read again only when the version changed.

    Raises ValueError with a sentence if the option `day_ends_at` or `service_hours` is no time of day.
    """
    global _cached
    ends, service = rules.closing_time(options.get("day_ends_at")), rules.service_close(options.get("service_hours"))
    wanted = (_version(), ends, service)
    found = _cached  # another thread may change it meanwhile
    if (found.version, found.day_ends_at, found.service_ends_at) != wanted:
        _cached = found = _load(*wanted)
    return found


def _version() -> int:
    return CalendarVersion.objects.values_list("number", flat=True).first() or 0


def _load(version: int, ends: time | None, service: time) -> Calendar:
    # The version was read before the days: if they changed in between, the next call sees a new version and reads again.
    return build(entries(), official_years(), version, ends, service)


def official_years() -> frozenset[int]:
    """The years whose official schedule is known."""
    return frozenset(CalendarYear.objects.filter(official=True).values_list("year", flat=True))


def entries() -> list[Entry]:
    """Every row of the calendar, as values."""
    rows = CalendarDay.objects.values_list("date", "is_workday", "name", "kind", "unit_id")
    return [Entry(day, is_workday, name, Kind(kind), unit_id) for day, is_workday, name, kind, unit_id in rows]


def build(rows: Iterable[Entry], official: frozenset[int], version: int, ends: time | None, service: time) -> Calendar:
    """The calendar that these rows make: pure, also for rows that are not saved. Later kinds override earlier ones."""
    precedence = list(Kind)
    days: dict[int | None, dict[date, DatedException]] = defaultdict(dict)
    for row in sorted(rows, key=lambda row: precedence.index(row.kind)):
        days[row.unit_id][row.date] = DatedException(row.is_workday, row.name, row.kind)
    city = days.pop(None, {})
    local = {unit_id: unit_days for unit_id, unit_days in days.items() if unit_id is not None}
    return Calendar(version, official, city, ends, service, local)
