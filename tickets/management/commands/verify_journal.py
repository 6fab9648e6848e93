"""`manage.py verify_journal`: events and signatures are what they were when they were written."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hotline import clock
from tickets import journal
from tickets.models import Ticket

EVERY = 20_000  # tickets between two lines of progress


class Command(BaseCommand):
    """Exit 0 and one sentence, or exit 1 and a sentence for every fault. Progress goes to stderr."""

    help = (
        "Check the journal of every ticket: no gap, each event as it was written, each ticket where its last event left it, "
        "each supervision order as it was issued, each signed sheet and handover as it was signed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--ticket", metavar="NUMBER", help="only this ticket, like 20261015-00042")
        parser.add_argument("--since", metavar="DATE", help="only tickets registered on this day or later, like 2026-10-15")

    def handle(self, *args: Any, **options: Any) -> None:
        self.tickets = self.events = self.orders = self.told = 0
        faults = journal.verify(_chosen(options["ticket"], options["since"]), self.progress)
        for fault in faults:
            self.stdout.write(str(fault))
        others = 0 if options["ticket"] or options["since"] else self._papers()
        numbers = {"tickets": self.tickets, "events": self.events, "orders": self.orders, "faults": len(faults)}
        if faults:
            said = _("checked %(tickets)s tickets, %(events)s events, %(orders)s supervision orders: %(faults)s faults")
            raise CommandError(said % numbers)
        if others:
            raise CommandError(_("%(n)s faults in signed papers, see above") % {"n": others})
        said = _("checked %(tickets)s tickets, %(events)s events, %(orders)s supervision orders: all as they were written")
        self.stdout.write(said % numbers)

    def _papers(self) -> int:
        """Verify what the floors above have signed; gives the number of faults."""
        found = 0
        for name, papers in journal.PAPERS:
            self.checked = 0
            faults = list(papers(self._count))
            for fault in faults:
                self.stdout.write(str(fault))
            if self.checked or faults:
                numbers = {"name": name, "n": self.checked, "faults": len(faults)}
                self.stdout.write(_("%(name)s: checked %(n)s, %(faults)s faults") % numbers)
            found += len(faults)
        return found

    def _count(self, checked: int) -> None:
        self.checked = checked

    def progress(self, tickets: int, events: int, orders: int) -> None:
        """Remember how far it came, and say so now and then."""
        self.tickets, self.events, self.orders = tickets, events, orders
        if tickets - self.told >= EVERY:
            self.told = tickets
            said = _("%(tickets)s tickets, %(events)s events …") % {"tickets": tickets, "events": events}
            self.stderr.write(said, lambda text: text)  # not in the red of errors


def _chosen(number: str | None, since: str | None) -> QuerySet[Ticket]:
    tickets = Ticket.objects.all()
    if number is not None:
        tickets = tickets.filter(number=number)
        if not tickets.exists():
            raise CommandError(_("There is no ticket %(number)s.") % {"number": number})
    if since is not None:
        try:
            tickets = tickets.filter(registered_at__gte=clock.start_of(date.fromisoformat(since)))
        except ValueError as error:
            raise CommandError(_("“%(value)s” is not a day like 2026-10-15.") % {"value": since}) from error
    return tickets
