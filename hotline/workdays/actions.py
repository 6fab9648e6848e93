"""Every write to the calendar ends here."""

from django.db import connection, transaction

from hotline import clock
from hotline.people.models import Person
from hotline.workdays.models import CalendarVersion

_LOCK = 12345_01  # any number no other advisory lock of this program uses


@transaction.atomic
def changed(*, actor: Person | None, why: str) -> int:
    """Give the calendar its next version; call it in the transaction of the change, after it. Gives the number.

    The lock is held until that transaction ends, so versions become visible in the order of their numbers and nobody
    caches a higher one while a lower one is still to come.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return CalendarVersion.objects.create(made_at=clock.now(), why=why[:200], by=actor).number
