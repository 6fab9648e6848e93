"""`make run`: start everything, keep it running, end everything.

One supervisor process holds the lock of var/, brings the embedded servers, prepares the database and starts web, worker and
beat, and in the embedded mode a mail server that keeps what it gets under var/. What dies is started again. Nothing
outlives the supervisor: on Ctrl-C, SIGTERM and SIGHUP it ends its children; when it is killed the kernel tells them
(PR_SET_PDEATHSIG); and what slipped through both is found by its environment and ended at the next start.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

from hotline import embedded
from hotline.servers import Server, Trouble, die_with_parent, processes, wait_until

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "127.0.0.1"
MARK = "HOTLINE_LAUNCHED"  # in the environment of everything started here, with var/ as its value
LOG_LIMIT = 10_000_000  # bytes of one log file; one older generation is kept
_GRACE_SECONDS = 15
_LEFTOVER_SECONDS = 5
_LONGEST_PAUSE = 30.0
_STEADY_SECONDS = 60.0


class StopAsked(Exception):
    """Somebody pressed Ctrl-C or sent a signal."""


def say(text: str) -> None:
    """A line for the person at the terminal, who may have closed it."""
    with suppress(OSError):
        print(text, flush=True)


@dataclass
class Stop:
    """Remembers that a signal came; the steps look, so that none is torn apart in the middle."""

    asked: int = 0

    def listen(self) -> None:
        """Take over Ctrl-C, SIGTERM and SIGHUP; the last only where nobody ignores it on purpose (nohup)."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._receive)

    def check(self) -> None:
        """Raises StopAsked if somebody asked."""
        if self.asked:
            raise StopAsked

    def pause(self, seconds: float) -> None:
        """Sleep. Raises StopAsked as soon as somebody asked."""
        wait_until(lambda: bool(self.asked), seconds)
        self.check()

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self.asked += 1
        if self.asked == 1:
            say("\nStopping ...")


@dataclass
class Child:
    """One of the programs, started again whenever it ends, with pauses that grow while it keeps failing."""

    name: str
    command: list[str]
    var_dir: Path
    process: subprocess.Popen[bytes] | None = None
    _failures: int = 0
    _started_at: float = 0.0
    _next_start: float = field(default=0.0)

    @property
    def log(self) -> Path:
        return self.var_dir / "log" / f"{self.name}.log"

    def start(self) -> None:
        self._started_at = time.monotonic()
        with self.log.open("ab") as log:
            self.process = _spawn(self.command, self.var_dir, stdout=log)

    def look_after(self) -> None:
        """Start it again if it has ended and its pause is over."""
        now = time.monotonic()
        if self.process is None:
            if now >= self._next_start:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        _signal_group(self.process, signal.SIGKILL)  # its own children, if it was killed
        self._failures = 1 if now - self._started_at > _STEADY_SECONDS else self._failures + 1
        pause = min(2.0 ** (self._failures - 1), _LONGEST_PAUSE)
        say(f"{self.name} ended ({_ending(code)}); starting it again in {pause:.0f} s. See {self.log}")
        self.process, self._next_start = None, now + pause


def programs(port: int, mail_port: int | None = None) -> dict[str, list[str]]:
    """The commands of web, worker, the worker of long jobs, beat, and of the mail server on that port."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "-A", "hotline.celery"]
    threads = os.environ.get("WEB_THREADS", "8")
    web = ["--bind", f"{ADDRESS}:{port}", "--worker-class", "gthread", "--workers", os.environ.get("WEB_WORKERS", "2")]
    web += ["--threads", threads, "--graceful-timeout", "10", "--no-control-socket"]
    worker = ["--loglevel", "INFO", "--without-mingle", "--without-gossip"]
    quick = ["--concurrency", os.environ.get("WORKER_PROCESSES", "2"), "-n", "worker@%h"]
    long = ["--concurrency", "1", "-n", "jobs@%h", "-Q", "jobs"]
    beat = ["--schedule", str(_settings_var() / "beat-schedule"), "--pidfile", "", "--loglevel", "INFO"]
    commands = {
        "web": [*python, "gunicorn", "hotline.wsgi", *web],
        "worker": [*celery, "worker", *worker, *quick],
        "jobs": [*celery, "worker", *worker, *long],
        "beat": [*celery, "beat", *beat],
    }
    if mail_port is not None:
        mailbox = ["--class", "aiosmtpd.handlers.Mailbox", str(mail_dir(_settings_var()))]
        commands["mail"] = [*python, "aiosmtpd", "--nosetuid", "--listen", f"{ADDRESS}:{mail_port}", *mailbox]
    return commands


def mail_dir(var_dir: Path) -> Path:
    """Where the mail server of the embedded mode keeps what it gets, as a Maildir."""
    return var_dir / "mail"


def main() -> NoReturn:
    """Run until asked to stop."""
    if sys.version_info < (3, 11):
        sys.exit(f"The hotline needs Python 3.11 or newer; this is {sys.version_info[0]}.{sys.version_info[1]}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.settings")
    stop = Stop()
    stop.listen()
    try:
        run(stop)
    except StopAsked:
        say("Stopped.")
        sys.exit(0)
    except Trouble as trouble:
        sys.exit(str(trouble))


def run(stop: Stop) -> NoReturn:
    """Start everything and keep it running. Raises StopAsked or Trouble, with everything ended."""
    var_dir = _settings_var()
    port = checked_port(os.environ.get("PORT", "8000"))
    with embedded.only_one(var_dir):
        end_leftovers(var_dir, "Ending what an earlier run left behind ...")
        require_free(port)
        if embedded.wanted(var_dir):
            say(f"Starting {' and '.join(server.name for server in embedded.wanted(var_dir))} under {var_dir} ...")
        with embedded.servers(var_dir, with_parent=signal.SIGINT, check=stop.check) as servers:
            mail_port = embedded.mail_port(var_dir) if embedded.brings_mail() else None
            children = [Child(name, command, var_dir) for name, command in programs(port, mail_port).items()]
            try:
                prepare(var_dir, stop)
                supervise(children, servers, port, stop)
            finally:
                end(children, stop)
                end_leftovers(var_dir)


def checked_port(text: str) -> int:
    """The port number. Raises Trouble."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def require_free(port: int) -> None:
    """Raises Trouble when the web server could not listen there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise Trouble(f"Port {port} cannot be used ({error.strerror}); choose another one: make run PORT=8001") from None


def prepare(var_dir: Path, stop: Stop) -> None:
    """`manage.py prepare` in a process of its own, so that the supervisor stays small. Raises Trouble."""
    process = _spawn([sys.executable, "manage.py", "prepare"], var_dir, stdout=None)
    while process.poll() is None:
        stop.pause(0.1)
    if process.returncode:
        raise Trouble("The hotline was not started, for the reason above.")


def supervise(children: list[Child], servers: list[Server], port: int, stop: Stop) -> NoReturn:
    """Start the programs, tell when they are ready, then look after them until asked to stop."""
    *names, last = (child.name for child in children)
    say(f"Starting {', '.join(names)} and {last} ...")
    for child in children:
        child.start()
    var_dir = children[0].var_dir
    accounts = _spawn([sys.executable, "manage.py", "demo_accounts"], var_dir, stdout=subprocess.PIPE)
    ready, complain_at = False, time.monotonic() + 60
    while True:
        stop.pause(1 if ready else 0.25)
        look_after_servers(var_dir, servers, stop)
        for child in children:
            child.look_after()
        bound_logs(var_dir / "log")
        if ready:
            continue
        missing = not_ready(port)
        ready = not missing
        if ready:
            say(_greeting(var_dir, port, accounts))
        elif time.monotonic() > complain_at:
            say(f"Not ready yet: {missing}")
            complain_at = time.monotonic() + 60


def look_after_servers(var_dir: Path, servers: Iterable[Server], stop: Stop) -> None:
    """Start again what has ended."""
    for server in servers:
        if server.pid() is not None:
            continue
        say(f"{server.name} ended; starting it again.")
        try:
            embedded.revive(var_dir, server, with_parent=signal.SIGINT, check=stop.check)
        except Trouble as trouble:
            say(f"{trouble} Trying again in 10 s.")
            stop.pause(10)


def not_ready(port: int) -> str:
    """What /readyz misses, in words; empty when all is there."""
    from django.conf import settings

    host = next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), ADDRESS)
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=10)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        answer = connection.getresponse()
        if answer.status == 200:
            return ""
        parts = json.loads(answer.read())["parts"]
        return "; ".join(f"{name}: {part['reason']}" for name, part in parts.items() if not part["ok"])
    except (OSError, http.client.HTTPException, ValueError, KeyError):
        return "the web server does not answer /readyz"
    finally:
        connection.close()


def bound_logs(directory: Path) -> None:
    """Keep each log small. Copy and cut, not rename: its writer has the file open (for appending) and goes on."""
    for path in directory.glob("*.log"):
        with suppress(OSError):
            if path.stat().st_size > LOG_LIMIT:
                shutil.copyfile(path, path.with_suffix(".log.1"))
                os.truncate(path, 0)


def end(children: list[Child], stop: Stop) -> None:
    """End the programs: politely, and after a while or a further Ctrl-C for good."""
    running = [child.process for child in children if child.process is not None]
    asked = stop.asked

    def ended() -> bool:
        return all(process.poll() is not None for process in running)

    for process in running:
        process.send_signal(signal.SIGTERM)
    wait_until(lambda: ended() or stop.asked > asked, _GRACE_SECONDS)
    for process in running:
        _signal_group(process, signal.SIGKILL)
    wait_until(ended, 5)


def end_leftovers(var_dir: Path, message: str = "") -> None:
    """End every process that carries the mark of this directory: by its environment, so a reused id is never hit."""
    variable = f"{MARK}={var_dir}"
    for number in (signal.SIGTERM, signal.SIGKILL):
        left = marked(variable)
        if left and message:
            say(message)
            message = ""
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        wait_until(lambda: not marked(variable), _LEFTOVER_SECONDS)


def marked(variable: str) -> list[int]:
    """Processes that were started with this `NAME=value` in their environment."""
    wanted = variable.encode()
    found = []
    for pid in processes():
        with suppress(OSError):
            if pid != os.getpid() and wanted in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                found.append(pid)
    return found


def _settings_var() -> Path:
    """var/ as the settings say; what is wrong with the settings becomes one sentence."""
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
    except ImportError:
        raise Trouble("Packages are missing: run make setup.") from None
    try:
        return Path(settings.VAR_DIR)
    except ImproperlyConfigured as error:
        raise Trouble(str(error)) from None


def _greeting(var_dir: Path, port: int, accounts: subprocess.Popen[bytes]) -> str:
    text = accounts.communicate()[0].decode(errors="replace").strip()
    mail = f" E-mails, which go nowhere else: {mail_dir(var_dir)}." if embedded.brings_mail() else ""
    where = f"Logs: {var_dir / 'log'}.{mail} Ctrl-C stops everything."
    return f"\nThe hotline is ready:  http://{ADDRESS}:{port}/\n{text}\n{where}\n"


def _spawn(command: list[str], var_dir: Path, *, stdout: IO[bytes] | int | None) -> subprocess.Popen[bytes]:
    """A process group of its own: Ctrl-C in the terminal reaches only the supervisor, which ends things in order."""
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.STDOUT if stdout is not None else None,
        env=os.environ | {MARK: str(var_dir), "PYTHONUNBUFFERED": "1"},
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
    )


def _signal_group(process: subprocess.Popen[bytes], number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _ending(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"
