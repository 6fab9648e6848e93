"""`manage.py workdays add 2022-04-01 7` prints 2022-04-13; `workdays load FILE` takes a year's official schedule."""

import time
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hotline import clock
from hotline.jobs import actions as jobs
from hotline.jobs.models import Job, State
from hotline.workdays import actions, preview
from hotline.workdays.changes import Refused, differences, make, of_schedule
from hotline.workdays.models import current, entries, official_years
from hotline.workdays.schedules import MOST_BYTES, Faulty, Schedule, parse_file

_PATIENCE = 2.0  # seconds between two looks at a job that a worker does
_SHOWN = 40  # characters of a wrong word that its answer repeats


class Command(BaseCommand):
    """One sub-command a verb. Exit 0 and the answer, or exit 1 and one sentence."""

    help = (
        'Working days: add START N prints the last day of N working days after START (2022-04-01 or "2022-04-01 23:59"). '
        "load FILE takes a year's official schedule (.xlsx, .csv, or the text of the State Council's notice)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="add|load", required=True)
        add = verbs.add_parser("add", help="the last day of N working days after START")
        add.add_argument("start", metavar="START")
        # Taken as text: a wrong number is answered in our words, with exit 1.
        add.add_argument("n", metavar="N")
        add.set_defaults(run=self.add)
        load = verbs.add_parser("load", help="take a year's official schedule and count the open deadlines again")
        load.add_argument("file", metavar="FILE")
        load.add_argument("--year", help="the year, where the file does not say it; else it must be the same")
        load.add_argument("--dry-run", action="store_true", help="only show what would change")
        load.set_defaults(run=self.load)

    def handle(self, *args: Any, **options: Any) -> None:
        options["run"](options)

    def add(self, options: dict[str, Any]) -> None:
        try:
            due = current().add(_start(options["start"]), _count(options["n"]))
        except ValueError as error:
            raise CommandError(str(error)) from error
        note = " " + _("(provisional)") if due.provisional else ""
        self.stdout.write(f"{due.last_day}{note}")

    def load(self, options: dict[str, Any]) -> None:
        """Every fault with its place and exit 1, nothing saved; or the change, and the deadlines counted again."""
        path = Path(options["file"])
        schedule = _schedule(path, _year(options["year"]) if options["year"] else None)
        now, rows, official = current(), entries(), official_years()
        try:
            change = make(of_schedule(schedule, path.name), rows, official, now.version)
        except Refused as refused:
            self.stdout.write(str(refused))
            return
        after = change.calendar(rows, official, now)
        found = preview.look(after, None)
        said = {"days": len(differences(change, now, after)), "moving": found.moving, "total": found.total}
        self.stdout.write(change.wish.title)
        self.stdout.write(_("%(days)s days differ, %(moving)s of %(total)s open deadlines move.") % said)
        if options["dry_run"]:
            self.stdout.write(_("Nothing was saved."))
            return
        try:
            job = actions.apply(change, actor=None, send=False)
        except actions.Stale:
            raise CommandError(_("The calendar was changed meanwhile, so nothing was saved. Please run this again.")) from None
        self._finish(job)

    def _finish(self, job: Job) -> None:
        """Count again here, or watch the worker that was quicker."""
        if not jobs.work(job.pk, watch=self._progress):
            while not (job := Job.objects.get(pk=job.pk)).has_ended:
                self._progress(job.done, job.total)
                time.sleep(_PATIENCE)
        job.refresh_from_db()
        if job.state != State.DONE:
            raise CommandError(job.note or _("The deadlines are not all counted again yet; a worker goes on with it."))
        self.stdout.write(job.note)

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(_("%(done)s of %(total)s") % {"done": done, "total": total})


def _schedule(path: Path, year: int | None) -> Schedule:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)  # one byte too many is enough to refuse it
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    try:
        return parse_file(data, year)
    except Faulty as faulty:
        raise CommandError("\n".join(map(str, faulty.faults))) from faulty


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


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise CommandError(_("“%(value)s” is not a year.") % {"value": text[:_SHOWN]})
    return int(text)
