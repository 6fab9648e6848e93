"""`make run`: the supervisor's parts, and one whole run of everything it starts."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from hotline import embedded, launch
from hotline.servers import Trouble, command_line, wait_until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind((launch.ADDRESS, 0))
        return probe.getsockname()[1]


@pytest.fixture
def var(tmp_path):
    (tmp_path / "log").mkdir()
    return tmp_path


# Parts


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "80 00", "8000.0", "²"])
def test_a_port_that_is_none(text):
    with pytest.raises(Trouble, match="PORT must be a number"):
        launch.checked_port(text)


def test_a_port_that_is_one():
    assert launch.checked_port("8000") == 8000


def test_a_port_that_is_taken(port):
    launch.require_free(port)
    with socket.socket() as other:
        other.bind((launch.ADDRESS, port))
        other.listen()
        with pytest.raises(Trouble, match=f"Port {port} cannot be used"):
            launch.require_free(port)


def test_the_mail_port_stays_while_it_is_free(var):
    assert embedded.mail_url(var) == ""
    first = embedded.mail_port(var)
    assert embedded.mail_url(var) == f"smtp://127.0.0.1:{first}"
    assert embedded.mail_port(var) == first
    with socket.socket() as other:
        other.bind((launch.ADDRESS, first))
        other.listen()
        assert embedded.mail_port(var) != first


@pytest.mark.parametrize("name", ["DATABASE_URL", "EMAIL_URL"])
def test_no_mailbox_where_a_real_server_is_meant(name, monkeypatch):
    assert embedded.brings_mail()
    monkeypatch.setenv(name, "x://y")
    assert not embedded.brings_mail()


def test_wrong_settings_are_one_sentence(var):
    environment = os.environ | {"DATABASE_URL": "postgres://nowhere/x", "TEST_CLOCK": "0", "SECRET_KEY": ""}
    for command in (["-m", "hotline"], ["manage.py", "check"]):
        result = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 1
        assert result.stderr.startswith("Set SECRET_KEY")
        assert "Traceback" not in result.stderr


def test_a_child_is_started_again_with_growing_pauses(var, capsys, monkeypatch):
    child = launch.Child("worker", [sys.executable, "-c", "raise SystemExit(3)"], var)
    pauses = []
    for _ in range(7):
        child.start()
        child.process.wait()
        child.look_after()
        assert child.process is None
        pauses.append(round(child._next_start - time.monotonic()))
    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert "worker ended (exit code 3); starting it again in 1 s" in capsys.readouterr().out
    monkeypatch.setattr(child, "_next_start", 0)
    child.look_after()
    assert child.process is not None
    child.process.wait()


def test_what_a_killed_child_leaves_is_ended(var):
    script = (
        "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"
    )
    child = launch.Child("web", [sys.executable, "-c", script], var)
    child.start()
    variable = f"{launch.MARK}={var}"
    assert wait_until(lambda: len(launch.marked(variable)) == 2, 10)
    child.process.kill()
    child.process.wait()
    child.look_after()
    assert wait_until(lambda: not launch.marked(variable), 10)


def test_leftovers_are_ended_even_when_they_do_not_listen(var):
    script = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('in', flush=True); time.sleep(60)"
    deaf = launch._spawn([sys.executable, "-c", script], var, stdout=subprocess.PIPE)
    assert deaf.stdout.readline() == b"in\n"
    other = launch._spawn([sys.executable, "-c", "import time; time.sleep(60)"], var / "other", stdout=None)
    threading.Thread(target=deaf.wait).start()
    launch.end_leftovers(var)
    assert deaf.wait(5) == -signal.SIGKILL
    assert other.poll() is None
    other.kill()
    other.wait()


def test_a_child_whose_parent_is_gone_already_does_not_begin():
    script = (
        "import os, time; from hotline.servers import die_with_parent; ask = die_with_parent(15); pid = os.fork()\n"
        "if pid: os._exit(0)\n"
        "while os.getppid() == os.getpgid(0): time.sleep(0.01)\n"
        "ask(); print('begun')"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=20, check=False, start_new_session=True
    )
    assert (result.stdout, result.stderr) == ("", "")


def test_logs_stay_small(var, monkeypatch):
    monkeypatch.setattr(launch, "LOG_LIMIT", 100)
    log = var / "log" / "web.log"
    with log.open("ab") as writer:
        writer.write(b"old\n" * 50)
        writer.flush()
        launch.bound_logs(log.parent)
        writer.write(b"new\n")
    assert log.read_bytes() == b"new\n"
    assert log.with_suffix(".log.1").read_bytes() == b"old\n" * 50


@pytest.mark.parametrize(
    ("status", "body", "missing"),
    [
        (200, "{}", ""),
        (503, '{"parts": {"redis": {"ok": false, "reason": "no answer"}, "database": {"ok": true}}}', "redis: no answer"),
        (500, "<h1>error</h1>", "the web server does not answer /readyz"),
    ],
)
def test_tells_what_is_not_ready(status, body, missing):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args):
            pass

    with HTTPServer((launch.ADDRESS, 0), Handler) as server:
        threading.Thread(target=server.handle_request).start()
        assert launch.not_ready(server.server_port) == missing


def test_a_server_that_is_not_there_is_not_ready(port):
    assert "does not answer" in launch.not_ready(port)


# The whole


class House:
    """A `make run` of its own."""

    def __init__(self, var, port):
        self.var, self.port, self.lines = var, port, []
        self.environment = os.environ | {"HOTLINE_VAR": str(var), "PORT": str(port), "WEB_WORKERS": "1", "WORKER_PROCESSES": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hotline"],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout)).start()

    @property
    def output(self):
        return "".join(self.lines)

    def says(self, text, seconds=60):
        return wait_until(lambda: text in self.output or self.process.poll() is not None, seconds) and text in self.output

    def children(self, name):
        return [pid for pid in launch.marked(f"{launch.MARK}={self.var}") if name in command_line(pid)]

    def left(self):
        servers = [server.name for server in embedded.wanted(self.var) if server.pid() is not None]
        return servers + launch.marked(f"{launch.MARK}={self.var}")


@pytest.fixture
def house(tmp_path, port):
    house = House(tmp_path / "var", port)
    yield house
    if house.process.poll() is None:
        house.process.kill()
        house.process.wait()
    launch.end_leftovers(house.var)
    for server in embedded.wanted(house.var):
        server.stop()


def test_everything_starts_survives_and_ends(house, port):
    assert house.says(f"ready:  http://127.0.0.1:{port}/", 300), house.output
    assert "Traceback" not in house.output

    with smtplib.SMTP("127.0.0.1", int(embedded.mail_url(house.var).rpartition(":")[2])) as mail:
        mail.sendmail("a@x.example", ["b@x.example"], "Subject: kept\n\n.")
    assert [b"Subject: kept" in path.read_bytes() for path in (house.var / "mail" / "new").iterdir()] == [True]

    second = subprocess.run(
        [sys.executable, "-m", "hotline"], cwd=ROOT, env=house.environment, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert second.stderr.strip() == f"The hotline is already running as process {house.process.pid}; stop that one first."

    for name in ("gunicorn", "worker", "beat", "aiosmtpd"):
        for pid in house.children(name):
            os.kill(pid, signal.SIGKILL)
    for server in embedded.wanted(house.var):
        os.kill(server.pid(), signal.SIGKILL)
    for name in ("web", "worker", "jobs", "beat", "mail", "Redis", "PostgreSQL"):
        assert house.says(f"{name} ended"), house.output
    assert wait_until(lambda: not launch.not_ready(port), 60), launch.not_ready(port)

    house.process.send_signal(signal.SIGINT)
    assert house.process.wait(40) == 0
    assert house.says("Stopped.")
    assert house.left() == []


def test_nothing_outlives_a_killed_supervisor(house):
    assert house.says("Starting web", 300), house.output
    assert wait_until(lambda: len(house.children("")) >= 3, 10)
    house.process.kill()
    house.process.wait()
    assert wait_until(lambda: house.left() == [], 30), house.left()
