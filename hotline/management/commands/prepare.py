"""`manage.py prepare`: bring database, static files and translations up to what the code needs."""

from typing import Any

import psycopg
import redis
from babel.messages.pofile import PoFileError
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from hotline import tasks, translations

_OLDEST_POSTGRES = 140000


class Command(BaseCommand):
    """What `make run` does before it starts the programs, and an installation after an update."""

    help = "Bring database, static files and translations up to date; load the demo into an empty embedded database."
    # The checks ask for tables and translations that are only made here; `migrate` runs those of the database.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self._reach_servers()
        self._translations()
        self._static_files()
        self._database()
        if settings.EMBEDDED and "load_demo" in get_commands() and not get_user_model().objects.exists():
            self._say("Loading the demo city (once) ...")
            call_command("load_demo")

    def _reach_servers(self) -> None:
        """Try both once without pool and retries: a wrong URL is to be told at once, without its password."""
        parameters = connection.get_connection_params() | {"connect_timeout": 5}
        try:
            with psycopg.connect(**parameters) as trial:
                version = trial.info.server_version
        except psycopg.Error as error:
            raise CommandError(f"The database cannot be reached: {str(error).splitlines()[0]}") from error
        if version < _OLDEST_POSTGRES:
            raise CommandError(f"The database is PostgreSQL {version // 10000}; needed is {_OLDEST_POSTGRES // 10000} or newer.")
        try:
            with tasks.broker() as broker:
                broker.ping()
        except redis.RedisError as error:
            raise CommandError(f"Redis cannot be reached ({type(error).__name__}): check REDIS_URL.") from error

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
            call_command("migrate", interactive=False, verbosity=0)

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
