"""`python -m tickets.tests.faults_seed N`: a city with N dispatched tickets in an installation of its own, for the fault runs."""

import sys
from datetime import date

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import F, Value  # noqa: E402
from django.db.models.functions import Concat  # noqa: E402

from hotline import clock  # noqa: E402
from hotline.people.models import Person  # noqa: E402
from tickets.models import StandingAuthorisation  # noqa: E402
from tickets.tests.conftest import T0, make_city  # noqa: E402


def main(many: int) -> None:
    """Dispatch `many` tickets at T0, with an authorisation for the notices; every tenth ticket is urgent."""
    call_command("migrate", verbosity=0)
    clock.move_to(T0)
    city = make_city()
    Person.objects.update(email=Concat(F("username"), Value("@hotline.example")))
    StandingAuthorisation.objects.create(
        given_by=city.office_head, given_at=T0, valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31)
    )
    units = [city.housing, city.water, city.health, city.district]
    for n in range(many):
        ticket = city.register(urgency="urgent" if n % 10 == 0 else "normal")
        city.dispatched(ticket, lead=units[n % len(units)])


if __name__ == "__main__":
    main(int(sys.argv[1]))
