"""The embedded servers: what settings ask, starting, sharing, recovering. Real servers in a directory of their own."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import namedtuple
from pathlib import Path

import psycopg
import pytest

from hotline import embedded
from hotline.servers import Postgres, Trouble, processes, wait_until

ROOT = Path(__file__).resolve().parents[2]
USER = """
import sys, time
from pathlib import Path
from hotline import embedded
with embedded.servers(Path(sys.argv[1])):
    print("in", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("house") / "var"


@pytest.fixture
def fresh(tmp_path):
    return tmp_path / "var"


@pytest.fixture(autouse=True)
def nothing_left(var):
    """Whatever a test did to them, its servers end with it."""
    yield
    for server in embedded.wanted(var):
        server.stop()


def query(var, statement):
    entry = embedded.database(var)
    with psycopg.connect(host=entry["HOST"], user=entry["USER"], dbname=entry["NAME"], autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def running(var):
    return [server.name for server in embedded.wanted(var) if server.pid() is not None]


def start_user(var):
    """Another process that uses the servers."""
    process = subprocess.Popen([sys.executable, "-c", USER, str(var)], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"in\n"
    return process


# What settings ask


def test_secret_is_made_once_and_private(fresh):
    secret = embedded.secret_key(fresh)
    assert len(secret) >= 50
    assert embedded.secret_key(fresh) == secret
    assert (fresh / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in fresh.iterdir()] == ["secret_key"]


def test_secret_is_one_for_all_who_start_at_once(fresh):
    found = []
    threads = [threading.Thread(target=lambda: found.append(embedded.secret_key(fresh))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert len(set(found)) == 1


def test_settings_need_no_server_and_make_nothing(fresh):
    assert embedded.database(fresh)["HOST"] == str(fresh / "run" / "pg")
    assert embedded.redis_url(fresh) == f"unix://{fresh}/run/redis.sock"
    assert not fresh.exists()


def test_deep_directories_get_short_sockets_of_their_own(fresh):
    deep, other = fresh / ("d" * 60) / ("e" * 60), fresh / ("d" * 60) / ("f" * 60)
    host = embedded.database(deep)["HOST"]
    assert len(f"{host}/.s.PGSQL.5432") <= 107
    assert host == embedded.database(deep)["HOST"]
    assert host != embedded.database(other)["HOST"]


# One sentence instead of a traceback


def test_a_file_in_the_way(fresh):
    fresh.write_text("")
    with pytest.raises(Trouble, match="Cannot use"):
        embedded.secret_key(fresh)


def test_a_directory_nobody_may_write(fresh, monkeypatch):
    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied", str(fresh / ".draft"))

    monkeypatch.setattr(embedded.os, "open", refuse)
    with pytest.raises(Trouble, match=f"^Cannot use {fresh}: Permission denied.$"):
        embedded.secret_key(fresh)


def test_a_directory_of_somebody_else(fresh, monkeypatch):
    fresh.mkdir()
    monkeypatch.setattr(embedded.os, "geteuid", lambda: 54321)
    with pytest.raises(Trouble, match="belongs to user"), embedded.only_one(fresh):
        pass


def test_a_full_disk(fresh, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(embedded.shutil, "disk_usage", lambda path: usage(5_000_000))
    with pytest.raises(Trouble, match="only 5 MB left"), embedded.servers(fresh):
        pass


def test_started_twice(fresh):
    with (
        embedded.only_one(fresh),
        pytest.raises(Trouble, match=f"already running as process {os.getpid()};"),
        embedded.only_one(fresh),
    ):
        pass
    with embedded.only_one(fresh):  # the file stays, its lock does not
        pass


def test_data_of_another_postgresql(fresh):
    (fresh / "postgres").mkdir(parents=True)
    (fresh / "postgres" / "PG_VERSION").write_text("14\n")
    with pytest.raises(Trouble, match="is of PostgreSQL 14"), embedded.servers(fresh):
        pass
    assert (fresh / "postgres" / "PG_VERSION").exists()


def test_data_that_is_no_database(fresh):
    (fresh / "postgres").mkdir(parents=True)
    (fresh / "postgres" / "letter.txt").write_text("important")
    with pytest.raises(Trouble, match="move it away"), embedded.servers(fresh):
        pass
    assert (fresh / "postgres" / "letter.txt").exists()


# Which servers


def test_only_what_has_no_url(fresh, monkeypatch):
    assert [server.name for server in embedded.wanted(fresh)] == ["PostgreSQL", "Redis"]
    monkeypatch.setenv("DATABASE_URL", "postgres://db/hotline")
    assert [server.name for server in embedded.wanted(fresh)] == ["Redis"]
    monkeypatch.setenv("REDIS_URL", "redis://broker/0")
    assert embedded.wanted(fresh) == []
    with embedded.servers(fresh) as servers:
        assert servers == []
    assert not fresh.exists()


@pytest.mark.parametrize(
    "argv", [["manage.py"], ["manage.py", "help"], ["manage.py", "collectstatic"], ["manage.py", "migrate", "--help"]]
)
def test_commands_without_database_start_nothing(fresh, argv):
    with embedded.for_command(fresh, argv):
        assert not fresh.exists()


def test_safe_against_power_failure_unless_told_otherwise(fresh, monkeypatch):
    assert embedded.postgres(fresh).fast
    monkeypatch.delenv("HOTLINE_FAST_DB")
    assert not embedded.postgres(fresh).fast


# Running


def test_runs_on_sockets_only_and_as_no_superuser(var):
    with embedded.servers(var):
        assert running(var) == ["PostgreSQL", "Redis"]
        assert query(var, "SHOW listen_addresses") == [("",)]
        assert query(var, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user") == [(False, True)]
        assert query(var, "SELECT datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = 'hotline'") == [
            ("C.UTF-8", "UTF8")
        ]
        assert Path(embedded.database(var)["HOST"]).stat().st_mode & 0o077 == 0
    assert running(var) == []


def test_a_short_socket_directory_works_and_goes_away(fresh):
    deep = fresh / ("d" * 60) / ("e" * 60)
    with embedded.servers(deep):
        assert query(deep, "SELECT 1") == [(1,)]
    assert not Path(embedded.database(deep)["HOST"]).parent.exists()


def test_data_stays(var):
    with embedded.servers(var):
        query(var, "CREATE TABLE IF NOT EXISTS stays (n int)")
        query(var, "INSERT INTO stays VALUES (1)")
        before = query(var, "SELECT count(*) FROM stays")
    with embedded.servers(var):
        assert query(var, "SELECT count(*) FROM stays") == before


def test_the_last_one_out_stops_them(var):
    other = start_user(var)
    with embedded.servers(var):
        pids = [server.pid() for server in embedded.wanted(var)]
    assert [server.pid() for server in embedded.wanted(var)] == pids
    other.send_signal(signal.SIGINT)
    other.communicate()
    assert running(var) == []


def test_goes_on_with_what_a_killed_user_left(var):
    other = start_user(var)
    pids = [server.pid() for server in embedded.wanted(var)]
    other.kill()
    other.communicate()
    assert running(var) == ["PostgreSQL", "Redis"]
    with embedded.servers(var):
        assert [server.pid() for server in embedded.wanted(var)] == pids
    assert running(var) == []


def test_recovers_from_kill_9_of_the_servers(var, monkeypatch):
    monkeypatch.delenv("HOTLINE_FAST_DB")  # what is committed must be on disk, as in `make run`
    with embedded.servers(var) as servers:
        query(var, "CREATE TABLE IF NOT EXISTS survives (n int)")
        query(var, "INSERT INTO survives VALUES (1)")
        before = query(var, "SELECT count(*) FROM survives")
        for server in servers:
            os.kill(server.pid(), signal.SIGKILL)
            assert wait_until(lambda server=server: server.pid() is None, 5)
            embedded.revive(var, server, with_parent=signal.SIGINT, check=lambda: None)
        assert query(var, "SELECT count(*) FROM survives") == before


def test_a_pid_file_whose_id_is_another_program(var):
    with embedded.servers(var):
        pass
    lines = [str(os.getpid()), str(var / "postgres"), "1700000000", "5432", embedded.database(var)["HOST"], "", "0 0", "ready"]
    (var / "postgres" / "postmaster.pid").write_text("\n".join(lines))
    (var / "run" / "redis.pid").write_text(f"{os.getpid()}\n")
    assert running(var) == []
    with embedded.servers(var):
        assert query(var, "SELECT 1") == [(1,)]


def test_stale_sockets(var):
    with embedded.servers(var):
        pass
    for address in (var / "run" / "redis.sock", var / "run" / "pg" / ".s.PGSQL.5432"):
        with socket.socket(socket.AF_UNIX) as stale:
            stale.bind(str(address))
    with embedded.servers(var):
        assert query(var, "SELECT 1") == [(1,)]


def test_a_server_whose_socket_was_removed(var):
    other = start_user(var)
    other.kill()
    other.communicate()
    for path in (var / "run" / "pg").iterdir():
        path.unlink()
    with embedded.servers(var):
        assert query(var, "SELECT 1") == [(1,)]


def test_a_half_made_database_is_made_again(fresh):
    (fresh / "postgres.new").mkdir(parents=True)
    (fresh / "postgres.new" / "PG_VERSION").write_text("18\n")
    with embedded.servers(fresh):
        assert query(fresh, "SELECT 1") == [(1,)]
    assert not (fresh / "postgres.new").exists()


def test_gives_up_when_asked_and_leaves_nothing(fresh):
    class EnoughError(Exception):
        pass

    asked = []

    def check():
        asked.append(1)
        if len(asked) > 1:
            raise EnoughError

    with pytest.raises(EnoughError), embedded.servers(fresh, check=check):
        pass
    assert running(fresh) == []


def test_what_postgresql_says_is_told(fresh, monkeypatch):
    with embedded.servers(fresh):
        pass
    (fresh / "postgres" / "postgresql.auto.conf").write_text("shared_buffers = nonsense\n")
    with pytest.raises(Trouble, match=r"PostgreSQL did not start: .*postgres\.log"), embedded.servers(fresh):
        pass


def test_remains_of_another_directory_are_left_alone(var, fresh):
    with embedded.servers(var), embedded.servers(fresh):
        other = embedded.postgres(fresh)
        assert isinstance(other, Postgres)
        os.kill(other.pid(), signal.SIGKILL)
        assert wait_until(lambda: other.pid() is None, 5)
        pid = embedded.postgres(var).pid()
        embedded.revive(fresh, other, with_parent=signal.SIGINT, check=lambda: None)
        assert embedded.postgres(var).pid() == pid
        assert pid in set(processes())
