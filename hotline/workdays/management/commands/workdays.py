"""`manage.py workdays add 2022-04-01 7` prints 2022-04-13."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hotline import clock
from hotline.workdays.models import current

_SHOWN = 40  # characters of a wrong word that its answer repeats


class Command(BaseCommand):
    """One sub-command a verb. Exit 0 and the answer, or exit 1 and one sentence."""

    help = 'Working days: add START N prints the last day of N working days after START (2022-04-01 or "2022-04-01 23:59").'

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="add", required=True)
        add = verbs.add_parser("add", help="the last day of N working days after START")
        add.add_argument("start", metavar="START")
        # Taken as text: a wrong number is answered in our words, with exit 1.
        add.add_argument("n", metavar="N")
        add.set_defaults(run=self.add)

    def handle(self, *args: Any, **options: Any) -> None:
        options["run"](options)

    def add(self, options: dict[str, Any]) -> None:
        try:
            due = current().add(_start(options["start"]), _count(options["n"]))
        except ValueError as error:
            raise CommandError(str(error)) from error
        note = " " + _("(provisional)") if due.provisional else ""
        self.stdout.write(f"{due.last_day}{note}")


def _start(text: str) -> datetime:
    for form in ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"):
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=clock.TZ)
        except ValueError:
            continue
    raise ValueError(_("“%(value)s” is not a day like 2022-04-01 or a time like 2022-04-01 23:59.") % {"value": text[:_SHOWN]})


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise ValueError(_("“%(value)s” is not a number of working days.") % {"value": text[:_SHOWN]})
    return int(text)
