"""The embedded default: without DATABASE_URL / REDIS_URL the program brings its own servers, under var/.

The first half answers settings.py and needs no running server. The second half, `servers()`, has them run for as long as
somebody uses them: every user holds a shared lock, the last one out stops them. A process that was killed cannot stop
them; the next user then goes on with what still runs.
"""

import fcntl
import hashlib
import logging
import os
import secrets
import shutil
import socket
import stat
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from hotline.servers import Postgres, Redis, Server, Trouble

_SOCKET_PATH_LIMIT = 107  # bytes, of the kernel
_TMP = Path("/tmp")  # not the directory in TMPDIR: two shells of one person must agree, and it may be deep as well
_LOOPBACK = "127.0.0.1"
_MAIL_PORT = "mail_port"  # file in var/: commands beside a running `make run` must find its mailbox too
_LONGEST_SOCKET_NAME = "pg/.s.PGSQL.5432.lock"
_SPACE_NEEDED = 100_000_000  # bytes, for a new database and its first days
_SPACE_LEFT = 20_000_000  # bytes, for the start of one that exists
# These work without a database, so they do not start one.
_NO_DATABASE = {"help", "version", "makemessages", "compilemessages", "collectstatic", "findstatic", "diffsettings"}


# What settings.py asks


def secret_key(var_dir: Path) -> str:
    """The secret of this installation, made at the first call. Raises Trouble when var/ cannot be used."""
    path = var_dir / "secret_key"
    with _sentence(var_dir):
        if not path.exists():
            _private_dir(var_dir)
            _create_once(path, secrets.token_urlsafe(50))
        return path.read_text().strip()


def database(var_dir: Path) -> dict[str, Any]:
    """Entry of DATABASES for the embedded PostgreSQL."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "hotline",
        "USER": "hotline",
        "HOST": str(_run_dir(var_dir) / "pg"),
        "PORT": "5432",
        "CONN_HEALTH_CHECKS": True,
    }


def mail_url(var_dir: Path) -> str:
    """EMAIL_URL of the mailbox that `make run` brings; empty where it never ran."""
    try:
        port = (var_dir / _MAIL_PORT).read_text().strip()
    except OSError:
        return ""
    return f"smtp://{_LOOPBACK}:{port}" if port.isdigit() else ""


def redis_url(var_dir: Path) -> str:
    """URL of the embedded Redis."""
    return f"unix://{_redis(var_dir).address}"


# Running the servers


def postgres(var_dir: Path) -> Postgres:
    """The embedded PostgreSQL of that directory, running or not."""
    fast = os.environ.get("HOTLINE_FAST_DB") == "1"
    return Postgres(var_dir / "log" / "postgres.log", var_dir / "postgres", _run_dir(var_dir) / "pg", fast)


def _redis(var_dir: Path) -> Redis:
    return Redis(var_dir / "log" / "redis.log", _run_dir(var_dir))


def wanted(var_dir: Path) -> list[Server]:
    """The servers this program has to bring: each only where its URL is not set."""
    servers: list[Server] = []
    if not os.environ.get("DATABASE_URL"):
        servers.append(postgres(var_dir))
    if not os.environ.get("REDIS_URL"):
        servers.append(_redis(var_dir))
    return servers


def brings_mail() -> bool:
    """Whether `make run` has a mailbox of its own: in the embedded mode, unless EMAIL_URL names a real server."""
    return not os.environ.get("DATABASE_URL") and not os.environ.get("EMAIL_URL")


def mail_port(var_dir: Path) -> int:
    """The port for the mailbox: that of the last time if it is free, else another one; noted for all processes."""
    port = mail_url(var_dir).rpartition(":")[2] or "0"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_LOOPBACK, int(port)))
        except (OSError, OverflowError):
            probe.bind((_LOOPBACK, 0))
        number: int = probe.getsockname()[1]
    with _sentence(var_dir):
        (var_dir / _MAIL_PORT).unlink(missing_ok=True)
        _create_once(var_dir / _MAIL_PORT, f"{number}\n")
    return number


@contextmanager
def servers(var_dir: Path, *, with_parent: int | None = None, check: Callable[[], None] = lambda: None) -> Iterator[list[Server]]:
    """Have the wanted servers run within the block; whoever leaves last stops them. Raises Trouble.

    `with_parent` and `check`: see Server.start.
    """
    needed = wanted(var_dir)
    if not needed:
        yield needed
        return
    with _sentence(var_dir):
        prepare(var_dir)
        users = _open_lock(var_dir / "servers.lock")
    try:
        with _sentence(var_dir), _door(var_dir):
            fcntl.flock(users, fcntl.LOCK_SH)
            for server in needed:
                server.start(with_parent, check)
        yield needed
    finally:
        with _door(var_dir):
            if _try_lock(users):
                for server in reversed(needed):
                    server.stop()
                if _run_dir(var_dir).parent == _TMP:
                    shutil.rmtree(_run_dir(var_dir), ignore_errors=True)
            users.close()


def revive(var_dir: Path, server: Server, *, with_parent: int, check: Callable[[], None]) -> None:
    """Start a server again that died while it was in use. Raises Trouble."""
    with _sentence(var_dir), _door(var_dir):
        server.start(with_parent, check)


@contextmanager
def for_command(var_dir: Path, argv: Sequence[str]) -> Iterator[None]:
    """The servers for one `manage.py` command, unless it needs none."""
    if len(argv) < 2 or argv[1] in _NO_DATABASE or argv[1].startswith("-") or "--help" in argv:
        yield
        return
    with servers(var_dir):
        try:
            yield
        finally:
            _close_connections()


@contextmanager
def only_one(var_dir: Path) -> Iterator[None]:
    """The right to be the one running hotline of that directory. Raises Trouble when another holds it."""
    with _sentence(var_dir):
        prepare(var_dir)
        lock = _open_lock(var_dir / "lock")
    with lock:
        if not _try_lock(lock):
            raise Trouble(f"The hotline is already running as process {lock.read().strip() or 'unknown'}; stop that one first.")
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def prepare(var_dir: Path) -> None:
    """Make the directories, and see that they can be used. Raises Trouble or OSError."""
    _private_dir(var_dir)
    probe = var_dir / f".probe-{os.getpid()}"
    probe.write_bytes(b"x" * 4096)
    probe.unlink()
    free, needed = shutil.disk_usage(var_dir).free, _SPACE_LEFT if (var_dir / "postgres").exists() else _SPACE_NEEDED
    if free < needed:
        raise Trouble(f"{var_dir} has only {free // 1_000_000} MB left; free at least {needed // 1_000_000} MB.")
    (var_dir / "log").mkdir(mode=0o700, exist_ok=True)
    _private_dir(_run_dir(var_dir))
    (_run_dir(var_dir) / "pg").mkdir(mode=0o700, exist_ok=True)


def _run_dir(var_dir: Path) -> Path:
    """Where the sockets lie: inside var/, or a short place of its own where the kernel's limit would be passed."""
    inside = var_dir / "run"
    if len(os.fsencode(inside / _LONGEST_SOCKET_NAME)) <= _SOCKET_PATH_LIMIT:
        return inside
    return _TMP / f"hotline-{os.geteuid()}-{hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:12]}"


def _private_dir(path: Path) -> None:
    """Make a directory that only this user may list. As root others may pass: PostgreSQL's account must reach its own."""
    path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    status = path.lstat() if path.parent == _TMP else path.stat()  # there anybody may have put a link
    if not stat.S_ISDIR(status.st_mode):
        raise Trouble(f"{path} is no directory: move it away.")
    if status.st_uid != os.geteuid():
        raise Trouble(f"{path} belongs to user {status.st_uid}: start as that user, or name another directory in HOTLINE_VAR.")


def _create_once(path: Path, text: str) -> None:
    """Write a private file whole or not at all; of two at the same time the first one counts."""
    draft = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)


def _open_lock(path: Path) -> IO[str]:
    return open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")


def _try_lock(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _door(var_dir: Path) -> Iterator[None]:
    """One at a time may start or stop the servers; a first start takes some seconds, recovery may take minutes."""
    with _open_lock(var_dir / "door.lock") as lock:
        end = time.monotonic() + 600
        while not _try_lock(lock):
            if time.monotonic() > end:
                raise Trouble(f"Another command is still starting the servers after ten minutes; look at {var_dir / 'log'}.")
            time.sleep(0.05)
        yield


@contextmanager
def _sentence(var_dir: Path) -> Iterator[None]:
    """Turn what the file system refuses into one sentence."""
    try:
        yield
    except OSError as error:
        path = Path(error.filename) if isinstance(error.filename, str) else var_dir
        path = path.parent if path.name.startswith(".") else path  # a trial or a draft that nobody knows
        raise Trouble(f"Cannot use {path}: {error.strerror}.") from error


def _close_connections() -> None:
    """Leave no pooled connection open: the server is about to stop."""
    if "django.db" not in sys.modules:
        return
    from django.db import connections

    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # what Ctrl-C tore apart is no news
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
