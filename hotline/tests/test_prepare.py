"""`manage.py prepare`."""

import pytest
from django.db import connection

from hotline.management.commands import prepare


@pytest.mark.django_db
def test_migrations_have_the_time_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is broken off after a minute; a migration of a large table must not be."""
    seen = []

    def migrate(*_name: str, **_options: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            seen.append(cursor.fetchone())

    monkeypatch.setattr(prepare.MigrationExecutor, "migration_plan", lambda *_arguments: [()])
    monkeypatch.setattr(prepare, "call_command", migrate)
    try:
        prepare.Command()._database()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")
    assert seen == [("0",)]
