"""`manage.py people check|import|export FILE`: units and people as an Excel file, as on the admin's page."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from hotline.people import actions
from hotline.people.sheets import MOST_BYTES, Change, Upload, check, export, load, parse
from hotline.tables import Faulty


class Command(BaseCommand):
    """One sub-command a verb. Exit 0, or exit 1 and every fault with its place, and then nothing was saved."""

    help = (
        "Units and people: check FILE says what an .xlsx or .csv would change; import FILE saves it, all or nothing; "
        "export FILE writes all units and people as an .xlsx that can be imported again (it holds no passwords)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="check|import|export", required=True)
        for verb, run, said in (
            ("check", self.check_file, "say what FILE would change; save nothing"),
            ("import", self.import_file, "save what FILE changes, all of it or nothing"),
            ("export", self.export_file, "write all units and people into FILE, an .xlsx"),
        ):
            of_verb = verbs.add_parser(verb, help=said)
            of_verb.add_argument("file", metavar="FILE", type=Path)
            of_verb.set_defaults(run=run)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            options["run"](options["file"])
        except Faulty as faulty:
            raise CommandError("\n".join(map(str, faulty.faults))) from faulty
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error

    def check_file(self, path: Path) -> None:
        """Every change, a line each, and how many they are."""
        plan = check(_upload(path), load(), None)
        for change in plan.changes:
            self.stdout.write(_line(change))
        self._count(plan.counts)
        self.stdout.write(_("Nothing was saved."))

    def import_file(self, path: Path) -> None:
        """Save it, and say how far it is."""
        done = actions.import_people(_upload(path), actor=None, file_name=path.name, progress=self._progress)
        self._count(done.counts)

    def export_file(self, path: Path) -> None:
        now = load()
        path.write_bytes(export(now))
        people = sum(not person.is_superuser for person in now.persons.values())
        self.stdout.write(_("%(units)s units and %(people)s people.") % {"units": len(now.units), "people": people})

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(_("%(done)s of %(total)s") % {"done": done, "total": total})

    def _count(self, counts: dict[str, dict[str, int]]) -> None:
        self.stdout.write(_("Units: %(new)s new, %(changed)s changed, %(unchanged)s unchanged.") % counts["unit"])
        self.stdout.write(_("People: %(new)s new, %(changed)s changed, %(unchanged)s unchanged.") % counts["person"])


def _upload(path: Path) -> Upload:
    with path.open("rb") as file:
        return parse(file.read(MOST_BYTES + 1))  # one byte too many is enough to refuse it


def _line(change: Change) -> str:
    fields = "; ".join(f"{field.title}: {field.was} → {field.then}" for field in change.fields)
    mark = "+" if change.is_new else "*"
    return f"{mark} {change.name} {change.title} {f'({change.grave}) ' if change.grave else ''}{fields}".replace("  ", " ")
