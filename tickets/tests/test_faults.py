"""Exactly once under faults: real workers, beats, Redis, PostgreSQL and SMTP, killed and restarted while thousands fall due.

An installation of its own under a temporary directory; the test only moves its clock, breaks things and counts at the end.
"""

import mailbox
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis

from hotline import clock, embedded
from hotline.deadlines.models import Kind
from hotline.deadlines.policy import Hours, Owed, planned
from hotline.deadlines.tests.calendars import notices
from hotline.servers import wait_until
from tickets.tests.conftest import on

ROOT = Path(__file__).resolve().parents[2]
# The mornings on which most falls due, then three days asleep, over a missed supervision deadline.
MORNINGS = [on(10, 8, 17, 30), on(10, 13, 8, 30), on(10, 16, 8)]
AWAKE_AGAIN = on(10, 22, 8, 40)
OF_AN_INSTALLATION = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "HTTPS", "BEHIND_PROXY", "MEDIA_ROOT")


class Installation:
    """One hotline: its servers, two workers, two beats, a mailbox."""

    def __init__(self, var: Path, rng: random.Random) -> None:
        self.var, self.rng, self.faults = var, rng, Counter[str]()
        self.port = embedded.mail_port(var)
        kept = {name: value for name, value in os.environ.items() if name not in OF_AN_INSTALLATION}
        self.env = kept | {
            "HOTLINE_VAR": str(var), "HOTLINE_FAST_DB": "1", "TEST_CLOCK": "1", "SWEEP_SECONDS": "1", "OUTBOX_SECONDS": "1", "LOG_LEVEL": "ERROR",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.port}", "DJANGO_SETTINGS_MODULE": "hotline.settings",
        }  # fmt: skip
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def python(self, *args: str) -> subprocess.Popen[bytes]:
        with (self.var / "log" / f"{args[1].replace('/', '_')}.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, *args], cwd=ROOT, env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def start(self, name: str) -> None:
        celery = ("-m", "celery", "-A", "hotline.celery")
        commands: dict[str, tuple[str, ...]] = {
            "mail": ("-m", "aiosmtpd", "--nosetuid", "--listen", f"127.0.0.1:{self.port}", "--class",
                     "aiosmtpd.handlers.Mailbox", str(self.var / "mail")),
            **{f"worker{n}": (*celery, "worker", "-n", f"host{n}@%h", "--concurrency", "2", "--without-mingle", "--without-gossip")
               for n in (1, 2)},
            **{f"beat{n}": (*celery, "beat", "--schedule", str(self.var / f"beat{n}"), "--pidfile", "") for n in (1, 2)},
        }  # fmt: skip
        self.running[name] = self.python(*commands[name])

    def start_all(self) -> None:
        for name in ("mail", "worker1", "worker2", "beat1", "beat2"):
            self.start(name)

    def kill(self, name: str) -> None:
        """kill -9 of the program and all its children."""
        process = self.running.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_all(self) -> None:
        for name in list(self.running):
            self.kill(name)

    # ---- breaking things

    def kill_a_worker(self) -> None:
        name = self.rng.choice(["worker1", "worker2"])
        self.kill(name)
        self.start(name)

    def kill_mail(self) -> None:
        self.kill("mail")
        time.sleep(self.rng.random())
        self.start("mail")

    def flush_redis(self) -> None:
        with redis.Redis.from_url(embedded.redis_url(self.var)) as connection:
            connection.flushall()

    def restart_postgres(self) -> None:
        server = embedded.postgres(self.var)
        server.stop()
        server.start()

    def sweep_twice_and_kill_one(self) -> None:
        both = [self.python("manage.py", "sweep") for _again in range(2)]
        time.sleep(1 + self.rng.random())
        with suppress(ProcessLookupError):
            os.killpg(both[0].pid, signal.SIGKILL)
        for process in both:
            process.wait()

    def break_something(self) -> None:
        kinds: list[Callable[[], None]] = [
            self.kill_a_worker, self.kill_a_worker, self.kill_mail, self.flush_redis, self.restart_postgres,
            self.sweep_twice_and_kill_one,
        ]  # fmt: skip
        chosen = self.rng.choice(kinds)
        self.faults[chosen.__name__] += 1
        chosen()

    # ---- looking

    def ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        database = embedded.database(self.var)
        with psycopg.connect(host=database["HOST"], dbname=database["NAME"], user=database["USER"]) as connection:
            return connection.execute(query, values).fetchall()

    def move_to(self, moment: datetime) -> None:
        seconds = (moment - datetime.now(clock.TZ)).total_seconds()  # noqa: TID251 - the machine's own clock is what is offset
        self.ask("UPDATE hotline_clockoffset SET seconds = %s RETURNING 1", seconds)

    def now(self) -> datetime:
        return datetime.now(clock.TZ) + timedelta(seconds=self.ask("SELECT seconds FROM hotline_clockoffset")[0][0])  # noqa: TID251

    def is_done(self) -> bool:
        """Nothing is left that could be raised, told, issued or sent at this moment."""
        now = self.now()
        (left,) = self.ask(
            """SELECT (SELECT count(*) FROM deadlines_deadline
                        WHERE next_alarm_at <= %s AND met_at IS NULL AND cancelled_at IS NULL)
                    + (SELECT count(*) FROM tickets_supervisionorder
                        WHERE issued_at IS NULL AND dropped_at IS NULL AND refused_at IS NULL)
                    + (SELECT count(*) FROM deadlines_told JOIN deadlines_bundle ON deadlines_bundle.id = bundle_id
                        WHERE notice_id IS NULL AND (last_at IS NULL OR last_at <= %s))
                    + (SELECT count(*) FROM notices_delivery WHERE state = 'pending' AND next_try_at <= %s)""",
            now, now - timedelta(hours=1), now,
        )  # fmt: skip
        return bool(left[0] == 0)

    def settle(self, seconds: float) -> None:
        assert wait_until(self.is_done, seconds), f"not done after {seconds} s; see {self.var / 'log'}"

    def send_the_rest(self, seconds: float) -> None:
        """What could not be sent is tried again later: let that later come."""
        while later := self.ask("SELECT max(next_try_at) FROM notices_delivery WHERE state = 'pending'")[0][0]:
            self.move_to(max(later, self.now()) + timedelta(seconds=1))
            self.settle(seconds)

    def mails(self) -> Counter[str]:
        """How often each Message-ID arrived."""
        box = mailbox.Maildir(self.var / "mail", create=False)
        return Counter(str(message["Message-ID"]) for message in box)


@contextmanager
def installation(var: Path, rng: random.Random, many: int) -> Iterator[Installation]:
    (var / "log").mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOTLINE_FAST_DB", "1")
        with embedded.servers(var):
            made = Installation(var, rng)
            try:
                seed = made.python("-m", "tickets.tests.faults_seed", str(many))
                assert seed.wait() == 0, (var / "log" / "tickets.tests.faults_seed.log").read_text()
                made.start_all()
                yield made
            finally:
                made.kill_all()


def expected_alarms(made: Installation, until: datetime) -> Counter[tuple[int, str, datetime]]:
    """By the pure policy alone: what must have been raised on every obligation by then, or until it ended."""
    rows = made.ask("SELECT id, kind, due_at, armed_at, is_urgent, coalesce(met_at, cancelled_at) FROM deadlines_deadline")
    found: Counter[tuple[int, str, datetime]] = Counter()
    for pk, kind, due_at, armed_at, is_urgent, ended_at in rows:
        owed = Owed(Kind(kind), clock.local(due_at), clock.local(armed_at), is_urgent)
        end = min(until, ended_at or until)
        found.update((pk, alarm.stage.name, due_at) for alarm in planned(owed, notices(), Hours()) if alarm.at <= end)
    return found


def run(made: Installation, *, faults: int, patience: float) -> None:
    """Morning by morning: everything falls due, things break, everything gets done all the same."""
    for morning in MORNINGS:
        made.move_to(morning)
        for _n in range(faults):
            time.sleep(made.rng.uniform(0.2, 1.5))
            made.break_something()
        made.settle(patience)
    made.kill_all()
    made.faults["stopped for days"] += 1
    made.move_to(AWAKE_AGAIN)
    made.start_all()
    made.settle(patience)
    made.send_the_rest(patience)


def check(made: Installation, many: int) -> str:
    """Every row that should exist, once; every notice once; mails repeated at most once per kill, with the same id."""
    until = made.now()
    alarms = Counter(made.ask("SELECT deadline_id, stage, due_at FROM deadlines_alarm"))
    expected = expected_alarms(made, until)
    assert alarms == expected
    early = made.ask("SELECT count(*) FROM deadlines_alarm WHERE raised_at < planned_at")
    assert early == [(0,)]
    # Missed by all: the reply on October 15, and the notice's own deadline, October 21.
    orders = made.ask("SELECT missed_id, count(*), count(issued_at) FROM tickets_supervisionorder GROUP BY missed_id")
    assert len(orders) == 2 * many
    assert {row[1:] for row in orders} == {(1, 1)}
    events = made.ask("SELECT ticket_id, count(*) FROM tickets_event WHERE action = 'supervise' GROUP BY ticket_id")
    assert len(events) == many
    assert {count for _ticket, count in events} == {2}
    numbers = made.ask("SELECT number, unit_id, (issued_at AT TIME ZONE 'Asia/Shanghai')::date FROM tickets_supervisionorder")
    assert len({number for number, _unit, _day in numbers}) == len({row[1:] for row in numbers}) == 8  # 4 units, 2 days
    told = made.ask("SELECT alarm_id, bundle_id FROM deadlines_told GROUP BY 1, 2 HAVING count(*) > 1")
    assert told == []
    deliveries = made.ask("SELECT message_id, state FROM notices_delivery")
    assert {state for _id, state in deliveries} == {"sent"}
    mails = made.mails()
    assert set(mails) == {message_id for message_id, _state in deliveries}
    repeated = sum(count - 1 for count in mails.values())
    kills = sum(made.faults[name] for name in ("kill_a_worker", "kill_mail", "restart_postgres")) + 1
    assert repeated <= kills * 2  # a worker has two processes, each with one mail in its hands
    return (
        f"{many} tickets, {len(made.ask('SELECT 1 FROM deadlines_deadline'))} obligations, {alarms.total()} alarms (all expected, "
        f"none twice), {len(orders)} supervision notices in {len({n for n, _u, _d in numbers})} documents, "
        f"{len(made.ask('SELECT 1 FROM notices_notice'))} messages, {len(deliveries)} mails, {repeated} repeated; "
        f"faults: {dict(made.faults)}"
    )


def proof(tmp_path: Path, capsys: pytest.CaptureFixture[str], *, many: int, faults: int, patience: float) -> None:
    seed = random.SystemRandom().randrange(10**6)
    with installation(tmp_path / "var", random.Random(seed), many) as made:
        run(made, faults=faults, patience=patience)
        counts = check(made, many)
    with capsys.disabled():
        sys.stdout.write(f"\n{counts} (seed {seed})\n")


def test_exactly_once_under_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proof(tmp_path, capsys, many=24, faults=2, patience=120)


@pytest.mark.soak
def test_exactly_once_under_faults_at_size(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    proof(tmp_path, capsys, many=2000, faults=12, patience=300)
