"""`manage.py sweep [--at 2026-10-15T08:00] [--dry-run]`: raise what is due."""

from argparse import ArgumentParser
from collections import Counter
from contextlib import ExitStack
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines import sweep
from hotline.deadlines.models import Kind
from hotline.deadlines.texts import stage_text


class Command(BaseCommand):
    """Exit 0 and what was raised, a line per obligation and stage. Safe beside the running sweeps."""

    help = "Raise every alarm whose moment has come. --at takes that moment for now; --dry-run only says what would be raised."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", metavar="TIME", help="take this moment for now, like 2026-10-15T08:00 (Asia/Shanghai)")
        parser.add_argument("--dry-run", action="store_true", help="change nothing, say what would be raised")

    def handle(self, *args: Any, **options: Any) -> None:
        with ExitStack() as stack:
            if options["at"]:
                stack.enter_context(clock.at(_moment(options["at"], will_raise=not options["dry_run"])))
            if options["dry_run"]:
                self._say(sweep.rehearse(clock.now()))
                return
            swept = sweep.sweep(progress=self._progress)
            self._say(swept.alarms)
            done = {"messages": swept.messages, "followed": swept.followed}
            self.stdout.write(_("%(messages)s messages, %(followed)s follow-up actions") % done)

    def _progress(self, looked_at: int) -> None:
        self.stderr.write(_("%(n)s obligations looked at …") % {"n": looked_at}, lambda text: text)

    def _say(self, alarms: Counter[tuple[str, str]]) -> None:
        for (kind, stage), count in sorted(alarms.items()):
            self.stdout.write(f"{count:>6}  {Kind(kind).label}: {stage_text(stage)}")
        self.stdout.write(_("%(n)s alarms") % {"n": alarms.total()})


def _moment(text: str, *, will_raise: bool) -> datetime:
    """The moment named; a sweep from the future would raise alarms before their time, so only a rehearsal may look there."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("“%(value)s” is not a time like 2026-10-15T08:00.") % {"value": text[:40]}) from error
    at = at if at.tzinfo else at.replace(tzinfo=clock.TZ)
    if will_raise and at > clock.now():
        from django.conf import settings

        if not settings.TEST_CLOCK:
            raise CommandError(_("That lies ahead: alarms are raised when their time has come. Add --dry-run to look ahead."))
    return at
