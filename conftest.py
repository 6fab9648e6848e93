"""Tests run on real servers of their own under var/test/, never on the data of `make run`.

Each pytest takes the first free of a few directories, so several may run at once. The servers stop with it.
"""

import fcntl
import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django
import pytest

_ROOT = Path(__file__).resolve().parent
_SLOTS = 8
_open = ExitStack()


def _take_slot() -> Path:
    """A directory no other pytest uses; its lock is held until this process ends, however it ends."""
    for number in range(1, _SLOTS + 1):
        slot = _ROOT / "var" / "test" / str(number)
        (slot / "static").mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it
        lock = _open.enter_context((slot / "pytest.lock").open("w"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return slot
    pytest.exit(f"{_SLOTS} test runs are already using {_ROOT / 'var' / 'test'}; wait for one of them to end.", returncode=3)


_OF_AN_INSTALLATION = "DATABASE_URL REDIS_URL SECRET_KEY DEBUG HTTPS BEHIND_PROXY ALLOWED_HOSTS CSRF_TRUSTED_ORIGINS MEDIA_ROOT"
_OF_AN_INSTALLATION += " EMAIL_URL SITE_URL ROBOT_CA DEFAULT_FROM_EMAIL SWEEP_SECONDS OUTBOX_SECONDS"
for name in _OF_AN_INSTALLATION.split():
    os.environ.pop(name, None)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "hotline.settings",
    "HOTLINE_VAR": str(_take_slot()),
    "HOTLINE_FAST_DB": "1",
    "TEST_CLOCK": "1",
}

# The apps' own conftest files import models before pytest-django would set Django up.
django.setup()


def _end(_number: int, _frame: object) -> None:
    """Ended from outside, a run stops its servers as after Ctrl-C. (What a shell starts with & would ignore Ctrl-C, and so would
    every process a test starts.)"""
    raise KeyboardInterrupt


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers, and take what makes tests quick and independent of `collectstatic`."""
    from django.conf import settings

    from hotline import embedded, options
    from hotline.servers import Trouble

    options.FRESH_SECONDS = 1e9  # read again by the clock, they would add a query to a page that is counted
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    if config.option.collectonly or config.option.help:
        return
    try:
        _open.enter_context(embedded.servers(settings.VAR_DIR))
    except Trouble as error:
        pytest.exit(str(error), returncode=3)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _end)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of the tests that commit, first those that put back what the migrations wrote, then those that do not (live servers never
    do). The other way round the tables hold content types, made anew after a flush, that what is put back collides with."""

    def turn(item: pytest.Item) -> int:
        mark = item.get_closest_marker("django_db")
        live = "live_server" in getattr(item, "fixturenames", ())
        if not live and not (mark is not None and mark.kwargs.get("transaction")):
            return 0
        return 2 if live or mark is None or not mark.kwargs.get("serialized_rollback") else 1

    items.sort(key=turn)


def pytest_unconfigure() -> None:
    """Stop the servers, undisturbed: `make test` sends two signals, one after the other."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _open.close()


@pytest.fixture(autouse=True)
def _served_to_the_end(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a closed browser has still asked of the live server is answered before the tables are emptied: else they dead-lock."""
    if "live_server" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("transactional_db")  # so that this ends before that does
    yield
    from django.db import connection

    for _moment in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend' AND state <> 'idle'"
            )
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)


@pytest.fixture(autouse=True)
def _fresh_options() -> None:
    """No test sees the options, the calendar or the language of another: processes remember them."""
    from django.utils import translation

    from hotline import options
    from hotline.workdays import models

    options.forget()
    models.forget()
    translation.deactivate()
