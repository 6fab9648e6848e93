"""`manage.py roster check|import FILE --month 2022-04`: exit 0 and the summary, or exit 1 and every fault with its place."""

import re
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _

from dutyroster.actions import imports
from dutyroster.actions.roster import Stale
from dutyroster.checking import Checked, check
from dutyroster.importing import Preview, look, wish_of
from dutyroster.reading import MOST_BYTES, Faulty, Reading, read_file
from hotline.workdays.schedules.model import weekday_name
from tickets.operation import Refused

_MONTH = re.compile(r"20\d{2}-(?:0[1-9]|1[0-2])")
_SHOWN = 40  # characters of a wrong word that its answer repeats
_STDIN = "-"


class Command(BaseCommand):
    """One sub-command a verb. Exit 0 and the summary, or exit 1 and every fault; nobody is asked about doubtful names."""

    help = (
        "A month's roster from a file (.xlsx, .csv, .docx, or the notice's text; - reads standard input): "
        "check says what would change and saves nothing, import saves it as a new version."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="check|import", required=True)
        for verb, said in (("check", "only say what would change"), ("import", "save the roster as a new version")):
            made = verbs.add_parser(verb, help=said)
            made.add_argument("file", metavar="FILE")
            made.add_argument("--reason", default="", metavar="TEXT", help="why a month is changed that is announced already")
            made.add_argument("--month", required=True, metavar="2022-04", help="the month the roster is of")

    def handle(self, *args: Any, **options: Any) -> None:
        month = _month(options["month"])
        reading = self._read(options["file"], month)
        note = _("standard input") if options["file"] == _STDIN else Path(options["file"]).name
        try:
            found = check(reading)
            if faults := found.all_faults:
                raise CommandError("\n".join(map(str, faults)))
            wish = wish_of(found, note)
            preview = look(wish)
            self._summary(found, preview)
            if options["verb"] == "check":
                self.stdout.write(_("Nothing was saved."))
                return
            made = imports.save(wish, actor=None, version=preview.version, reason=options["reason"])
        except Stale:
            raise CommandError(_("The roster was changed meanwhile, so nothing was saved. Please run this again.")) from None
        except Refused as refused:
            raise CommandError(str(refused.message)) from None
        except DatabaseError as error:
            raise CommandError(_("The database does not answer: %(error)s") % {"error": error}) from error
        self.stdout.write(_saved(made.number if made else None))

    def _read(self, name: str, month: date) -> Reading:
        if name == _STDIN and sys.stdin.isatty():
            self.stderr.write(_("Paste the roster, then press Ctrl-D."))
        try:
            return read_file(_bytes(name), month)
        except Faulty as faulty:
            raise CommandError("\n".join(map(str, faulty.faults))) from faulty

    def _summary(self, found: Checked, preview: Preview) -> None:
        units = len({unit.pk for unit in found.plan.values()})
        said = {"month": f"{found.month:%Y-%m}", "days": len(found.plan), "units": units, "version": preview.version}
        known = _("%(month)s: %(days)s days, %(units)s units; version so far: %(version)s.")
        new = _("%(month)s: %(days)s days, %(units)s units; no roster so far.")
        self.stdout.write((known if preview.version else new) % said)
        for change in preview.changes:
            weekday = weekday_name(change.day)
            self.stdout.write(f"  {change.day} {weekday}: {change.before or '—'} → {change.after or '—'}")
        self.stdout.write(_("%(count)s days change.") % {"count": len(preview.changes)})
        for warning in preview.warnings:
            self.stdout.write(_("Please note: %(warning)s") % {"warning": warning})


def _saved(number: int | None) -> str:
    if number is None:
        return _("The roster says exactly this already: nothing was changed.")
    return _("Version %(number)s of the roster is saved.") % {"number": number}


def _month(text: str) -> date:
    if not _MONTH.fullmatch(text):
        raise CommandError(_("“%(value)s” is not a month like 2022-04.") % {"value": text[:_SHOWN]})
    return date.fromisoformat(f"{text}-01")


def _bytes(name: str) -> bytes:
    """What the file holds; one byte too many is enough to refuse it."""
    try:
        if name == _STDIN:
            return _some(sys.stdin.buffer)
        with Path(name).open("rb") as file:
            return _some(file)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise CommandError(f"{name}: {getattr(error, 'strerror', None) or error}") from error


def _some(file: BinaryIO) -> bytes:
    return file.read(MOST_BYTES + 1)
