"""What several commands need: to tell at once, in one sentence and without passwords, which server cannot be reached."""

import psycopg
import redis
from django.core.management import CommandError
from django.db import connection

from hotline import tasks

_OLDEST_POSTGRES = 140000


def reach_database() -> None:
    """Try the database once, without the pool that would go on trying. Raises CommandError."""
    try:
        with psycopg.connect(**connection.get_connection_params() | {"connect_timeout": 5}) as trial:
            version = trial.info.server_version
    except psycopg.Error as error:
        raise CommandError(f"The database cannot be reached: {str(error).splitlines()[0]}") from error
    if version < _OLDEST_POSTGRES:
        raise CommandError(f"The database is PostgreSQL {version // 10000}; needed is {_OLDEST_POSTGRES // 10000} or newer.")


def reach_redis() -> None:
    """Try the broker once. Raises CommandError."""
    try:
        with tasks.broker() as broker:
            broker.ping()
    except redis.RedisError as error:
        raise CommandError(f"Redis cannot be reached ({type(error).__name__}): check REDIS_URL.") from error
