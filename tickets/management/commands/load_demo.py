"""`manage.py load_demo`: the demo city into an empty embedded database."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tickets.demo import load

_SECONDS_BETWEEN_LINES = 1.0


class Command(BaseCommand):
    """Twice is as good as once; ended half-way it leaves the database as empty as it was."""

    help = "Load the demo: 30 units, accounts for all roles, 300 tickets. Only into an empty embedded database."

    def handle(self, *args: Any, **options: Any) -> None:
        self._next_line = time.monotonic()
        try:
            loaded = load.load(self._report)
        except load.NotHere as error:
            raise CommandError(str(error)) from error
        self._say(_("The demo is loaded.") if loaded else _("The demo is there already; nothing was changed."))

    def _report(self, done: int, total: int) -> None:
        if time.monotonic() >= self._next_line:
            self._say(_("Loading the demo: %(percent)s %%") % {"percent": 100 * done // total})
            self._next_line = time.monotonic() + _SECONDS_BETWEEN_LINES

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
