"""Two pages for machines: is the process alive, and is everything there that the hotline needs to work?"""

from collections.abc import Callable
from functools import cache

import redis
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hotline import tasks


class _NotReadyError(Exception):
    """Why a part is not ready, short and without secrets."""


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing else, so that a database away for a minute gets nobody restarted."""
    return JsonResponse({"status": "ok"})


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Every part by name; 503 when one is missing."""
    parts = {name: _state(check) for name, check in _CHECKS.items()}
    ready = all(part["ok"] for part in parts.values())
    return JsonResponse({"status": "ok" if ready else "not ready", "parts": parts}, status=200 if ready else 503)


def _state(check: Callable[[], None]) -> dict[str, bool | str]:
    try:
        check()
    except _NotReadyError as error:
        return {"ok": False, "reason": str(error)}
    except DatabaseError:
        return {"ok": False, "reason": "no answer from the database"}
    except redis.RedisError:
        return {"ok": False, "reason": "no answer from Redis"}
    return {"ok": True}


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    if count := _unapplied():
        _unapplied.cache_clear()
        raise _NotReadyError(f"{count} migrations are not applied")


@cache
def _unapplied() -> int:
    """What is applied stays applied while this code runs, so a zero is remembered."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _redis() -> None:
    with tasks.broker() as broker:
        broker.ping()


def _heartbeat(part: str) -> Callable[[], None]:
    def check() -> None:
        with tasks.broker() as broker:
            if not broker.exists(tasks.key(part)):
                raise _NotReadyError(f"no heartbeat of the {part} for a minute")

    return check


_CHECKS: dict[str, Callable[[], None]] = {
    "database": _database,
    "migrations": _migrations,
    "redis": _redis,
    **{part: _heartbeat(part) for part in tasks.PARTS},
}
