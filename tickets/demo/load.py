"""Loading the demo: the city, then every act at its time, what the office does for all tickets together, and a sweep."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from functools import partial
from random import Random

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hotline import clock, options
from hotline.deadlines.sweep import sweep
from hotline.notices.actions import mark_read
from hotline.people.models import Person
from hotline.workdays.models import current
from tickets import demo_content as content
from tickets.actions import authorise
from tickets.demo import extras, plan
from tickets.demo.city import City, make
from tickets.demo.plan import COMPILED_UNTIL, FIRST_DAY, PUBLISHED_UNTIL, Task
from tickets.demo.timetable import Timetable
from tickets.flow import Action
from tickets.models import Step, Ticket
from tickets.operation import perform_many

SEED = 12345
LANGUAGE = "zh-hans"  # what the actions write into a ticket by themselves is in the language of its people
HISTORY = FIRST_DAY + 30  # days before today since when everybody works here
AUTHORISED_UNTIL = 6  # days before today until when notices went out by themselves; what was missed since waits in the queue
UNREAD_WORKDAYS = 1  # what came since then still lies unread in the inboxes
_LOCK = 12345_02  # any number no other advisory lock of this program uses


class NotHere(Exception):
    """The demo cannot be loaded; the message is one sentence for whoever asked."""


def load(report: Callable[[int, int], None]) -> bool:
    """Load the demo, all or nothing; False if it is there already. `report` is told tasks done and in all.

    Raises NotHere outside the embedded mode, in a database in use, and while another process is loading.
    """
    if not settings.EMBEDDED:
        raise NotHere(_("The demo is loaded only into the embedded database, never where DATABASE_URL is set."))
    with transaction.atomic():
        _alone()
        if is_loaded():
            return False
        if Person.objects.exists():
            raise NotHere(_("The demo is loaded only into an empty database; this one has persons already."))
        with translation.override(LANGUAGE):
            _load(report)
    return True


def is_loaded() -> bool:
    """Whether the persons of the demo are all there."""
    names = [account.username for account in content.ACCOUNTS]
    return Person.objects.filter(username__in=names).count() == len(names)


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise NotHere(_("Another process is loading the demo at this moment."))


def _load(report: Callable[[int, int], None]) -> None:
    options.forget()
    now = clock.now()
    # One seed for each day: the same demo, however often it is loaded that day.
    timetable = Timetable(now, current(), Random(f"{SEED} {now.date()}"))
    tasks = sorted([*plan.tasks(timetable), *_routine(timetable), *extras.tasks(timetable)], key=lambda task: task.at)
    report(0, len(tasks))
    city = make(joined=clock.start_of(timetable.today - HISTORY * clock.DAY))
    for done, task in enumerate(tasks):
        report(done, len(tasks))
        with clock.at(task.at):
            task.do(city)
    with clock.at(now):
        sweep()  # the alarms of what is due or overdue by now, and the notices for what was missed
    report(len(tasks), len(tasks))


def _routine(timetable: Timetable) -> Iterator[Task]:
    """Every morning the digest of the day before, every week the bulletin, four days later the archive; inboxes.

    First of all the head's authorisation for supervision notices, which ended a few days ago.
    """
    until = timetable.today - AUTHORISED_UNTIL * clock.DAY
    yield Task(_time_of(timetable, FIRST_DAY + 7, time(9)), partial(_authorise, until=until))
    read_until = timetable.calendar.minus(timetable.today, UNREAD_WORKDAYS + 1)
    for days in range(FIRST_DAY + 6, COMPILED_UNTIL - 2, -1):
        at = partial(_time_of, timetable, days)
        yield Task(at(time(9, 20)), _compile)
        if days % 7 == (PUBLISHED_UNTIL - 1) % 7:
            yield Task(at(time(10, 10)), _publish)
        if days % 7 == (PUBLISHED_UNTIL - 5) % 7 and days > PUBLISHED_UNTIL:
            yield Task(at(time(15, 30)), _file)
        if timetable.today - days * clock.DAY <= read_until:
            yield Task(at(time(21, 55)), _read_inboxes)


def _time_of(timetable: Timetable, days: int, at: time) -> datetime:
    return datetime.combine(timetable.today - days * clock.DAY, at, clock.TZ)


def _closed_before_today(step: Step) -> list[int]:
    rows = Ticket.objects.filter(step=step, merged_into=None, closed_at__lt=clock.start_of(clock.today()))
    return list(rows.values_list("pk", flat=True))


def _compile(city: City) -> None:
    perform_many(Action.COMPILE, _closed_before_today(Step.COMPILATION), actor=city.people["editor"])


def _publish(city: City) -> None:
    perform_many(Action.PUBLISH, _closed_before_today(Step.BULLETIN), actor=city.people["head"])


def _file(city: City) -> None:
    """Dispatched tickets in a volume, all others in the day's register."""
    published = Ticket.objects.filter(step=Step.ARCHIVE, filed_at=None, merged_into=None)
    for volume, rows in (
        (f"交办件 {clock.today():%Y-%m}", published.exclude(first_dispatched_at=None)),
        (f"登记册 {clock.today():%Y-%m-%d}", published.filter(first_dispatched_at=None)),
    ):
        perform_many(Action.FILE, list(rows.values_list("pk", flat=True)), actor=city.people["archivist"], volume=volume)


def _authorise(city: City, *, until: date) -> None:
    authorise.give(actor=city.people["head"], valid_from=clock.today(), valid_until=until)


def _read_inboxes(city: City) -> None:
    for person in Person.objects.filter(notices__read_at=None, notices__isnull=False).distinct():
        mark_read(person)
