"""`manage.py step_diagram`: draw the seven steps into docs/architecture.md, from the transition table."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from tickets import diagram


class Command(BaseCommand):
    """Writes the document; with --check it only says whether it is current (exit 0) or not (exit 1)."""

    help = "Draw the seven steps into docs/architecture.md, from the transition table."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when the document is not current")

    def handle(self, *args: Any, **options: Any) -> None:
        document = Path(settings.BASE_DIR) / "docs" / "architecture.md"
        try:
            old = document.read_text(encoding="utf-8")
            new = diagram.inserted(old, diagram.section())
        except (OSError, ValueError) as error:
            raise CommandError(f"{document}: {error}") from error
        if options["check"]:
            if new != old:
                raise CommandError(_("%(document)s is not current: run manage.py step_diagram.") % {"document": document})
            return
        document.write_text(new, encoding="utf-8")
