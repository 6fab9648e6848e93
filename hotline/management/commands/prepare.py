"""`manage.py prepare`: bring database, static files and translations up to what the code needs."""

from typing import Any

from babel.messages.pofile import PoFileError
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from hotline import translations
from hotline.management import reach_database, reach_redis


class Command(BaseCommand):
    """What `make run` does before it starts the programs, and an installation after an update."""

    help = "Bring database, static files and translations up to date; load the demo into an empty embedded database."
    # The checks ask for tables and translations that are only made here; `migrate` runs those of the database.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        reach_database()
        reach_redis()
        self._translations()
        self._static_files()
        self._database()
        if settings.EMBEDDED and "load_demo" in get_commands() and not get_user_model().objects.exists():
            self._say("Loading the demo city (once) ...")
            call_command("load_demo")

    def _translations(self) -> None:
        try:
            if count := translations.compile_all():
                self._say(f"Translations: {count} compiled")
        except PoFileError as error:
            raise CommandError(f"The translations are broken: {error}") from error

    def _static_files(self) -> None:
        self._say("Static files ...")
        call_command("collectstatic", interactive=False, verbosity=0)

    def _database(self) -> None:
        try:
            executor = MigrationExecutor(connection)
        except DatabaseError as error:
            raise CommandError(f"The database cannot be used: {str(error).splitlines()[0]}") from error
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        self._say(f"Database: {waiting} migrations to apply ..." if waiting else "Database: up to date")
        if waiting:
            with connection.cursor() as cursor:  # a large table takes longer than any page may
                cursor.execute("SET statement_timeout = 0")
            call_command("migrate", interactive=False, verbosity=0)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
