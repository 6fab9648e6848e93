"""E-mails from the outbox, over a real SMTP server: once each, in order, retried, given up, taken up again."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, connection, transaction

from hotline import clock, options
from hotline.notices import actions, outbox, texts
from hotline.notices.models import Delivery, Notice, Preference, Robot
from hotline.notices.outbox import BACK_OFF, deliver
from hotline.notices.tests.conftest import Mailbox, left, person, set_option, urgent
from hotline.people.models import Person, Unit

ROOT = Path(__file__).resolve().parents[3]
State = Delivery.State
# A worker in a process of its own, on the test's database and mail server; it says when it begins.
WORKER = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from hotline import clock
from hotline.notices import outbox
outbox.CHANNEL_SECONDS = 60.0
print("begins", flush=True)
outbox.deliver(clock.now())
"""


def row() -> Delivery:
    return Delivery.objects.get()


# Leaving


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 300])
def test_leaving_takes_as_many_statements_for_many_as_for_one(
    count: int, unit: Unit, mailbox: Mailbox, django_assert_num_queries: Any
) -> None:
    people = [person(f"p{number}", unit) for number in range(count)]
    with transaction.atomic(), clock.at(clock.now()), django_assert_num_queries(2):
        actions.leave([urgent(p) for p in people])
    assert Delivery.objects.count() == count


@pytest.mark.django_db
def test_what_was_left_before_is_not_sent_again(anna: Person, unit: Unit, mailbox: Mailbox) -> None:
    bert = person("bert", unit)
    assert len(left(urgent(anna))) == 1
    assert [n.person for n in actions.leave([urgent(anna), urgent(bert), urgent(bert)])] == [bert]
    assert (Notice.objects.count(), Delivery.objects.count()) == (2, 2)


@pytest.mark.django_db
def test_a_change_that_fails_leaves_nothing(anna: Person, mailbox: Mailbox) -> None:
    def change() -> None:
        with transaction.atomic():
            left(urgent(anna))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "chosen", "wanted"),
    [
        ({"is_urgent": False}, None, 0),
        ({"is_urgent": False}, "summary", 0),
        ({"is_urgent": False}, "inbox", 0),
        ({"is_urgent": False}, "at_once", 1),
        ({"is_urgent": False, "is_duty": True}, "inbox", 1),
        ({"is_urgent": False, "is_duty": True}, None, 1),
        ({"is_urgent": True}, "inbox", 1),
    ],
)
def test_what_goes_by_mail_at_once(more: dict[str, Any], chosen: str | None, wanted: int, anna: Person, mailbox: Mailbox) -> None:
    if chosen:
        Preference.objects.create(person=anna, ordinary=chosen)
    assert len(left(urgent(anna, **more))) == wanted
    assert Notice.objects.in_inbox_of(anna).count() == 1


@pytest.mark.django_db
def test_nothing_by_mail_without_address_account_or_server(unit: Unit, mailbox: Mailbox, settings: Any) -> None:
    assert left(urgent(person("a", unit, email="")), urgent(person("b", unit, is_active=False))) == []
    settings.EMAIL_ON = False
    assert left(urgent(person("c", unit))) == []
    assert deliver() == 0


# What is sent


@pytest.mark.django_db
def test_a_mail_is_sent_once(anna: Person, mailbox: Mailbox) -> None:
    [made] = left(urgent(anna))
    assert (deliver(), deliver()) == (1, 0)
    [message] = mailbox.messages
    assert message["Message-ID"] == made.message_id
    assert made.message_id.endswith("@hotline.example>")
    assert message["To"] == "anna@unit.example"
    assert message["From"] == "hotline@hotline.example"
    text = message.get_content()
    assert "20260105-00001 路灯不亮" in message["Subject"]
    assert "20260105-00001 路灯不亮" in text
    assert f"https://hotline.example/inbox/{made.notice_id}/" in text
    assert "https://hotline.example/inbox/preferences/" in text
    assert options.get("office_name") in text
    assert (row().state, row().attempts, row().sent_at is not None) == (State.SENT, 1, True)


@pytest.mark.django_db
def test_urgent_ones_first_over_one_connection(anna: Person, mailbox: Mailbox) -> None:
    left(*(urgent(anna, n, is_urgent=n > 3, is_duty=True) for n in range(1, 7)))
    assert deliver() == 6
    order = [Delivery.objects.get(message_id=i).notice.cause for i in mailbox.ids]
    assert order == [f"event:{n}" for n in (4, 5, 6, 1, 2, 3)]
    assert mailbox.connections == 1


@pytest.mark.django_db
def test_no_line_break_begins_a_header(anna: Person, mailbox: Mailbox) -> None:
    params = {"number": "1", "title": "路灯\r\nBcc: all@unit.example\n\u2028X-Other: 1"}
    left(urgent(anna, params=params))
    deliver()
    [message] = mailbox.messages
    assert message["Bcc"] is None
    assert message["X-Other"] is None
    assert "Bcc: all@unit.example" in message["Subject"]


@pytest.mark.django_db
def test_it_is_written_in_the_language_of_the_installation(anna: Person, mailbox: Mailbox) -> None:
    from django.utils import translation

    [made] = left(urgent(anna))
    with translation.override("zh-hans"):
        wanted = texts.sentence(made.notice)
    with translation.override("en"):
        assert wanted != texts.sentence(made.notice)
        deliver()
    assert wanted in mailbox.messages[0]["Subject"]


@pytest.mark.django_db
def test_a_bundle_lists_its_lines(anna: Person, mailbox: Mailbox) -> None:
    texts.register(
        "bundle-test", lambda params: texts.Said("两件将到期", (("一", "/tickets/1/"), ("二", "https://evil.example/")))
    )
    try:
        left(urgent(anna, kind="bundle-test"))
        deliver()
    finally:
        del texts.RENDERERS["bundle-test"]
    [text] = mailbox.texts
    assert "· 一\n  https://hotline.example/tickets/1/" in text
    assert "evil.example" not in text


@pytest.mark.django_db
def test_who_left_or_lost_the_address_is_not_written_to(anna: Person, unit: Unit, mailbox: Mailbox) -> None:
    bert = person("bert", unit)
    left(urgent(anna), urgent(bert))
    Person.objects.filter(pk=anna.pk).update(is_active=False)
    Person.objects.filter(pk=bert.pk).update(email="")
    assert deliver() == 0
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DROPPED}
    assert all(Delivery.objects.values_list("reason", flat=True))


# What goes wrong


@pytest.mark.django_db
def test_it_is_tried_again_later_and_later_then_given_up(anna: Person, mailbox: Mailbox) -> None:
    left(urgent(anna))
    mailbox.data = ["451 try later"] * 20
    moment = clock.now() + timedelta(seconds=1)
    waits = []
    for _attempt in range(20):
        deliver(moment)
        if row().state == State.DEAD:
            break
        waits.append(round((row().next_try_at - moment).total_seconds() / 60))
        assert deliver(row().next_try_at - timedelta(seconds=1)) == 0
        moment = row().next_try_at
    assert waits == [1, 2, 4, 8, 15, 30, 60, 120] == [wait.total_seconds() / 60 for wait in BACK_OFF]
    assert row().attempts == len(BACK_OFF) + 1
    assert "451 try later" in row().last_error


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["nobody@unit.example", "no address", "a@b@c.example"])
def test_a_refusal_for_good_is_dead_at_once_and_can_be_sent_again(
    bad: str, anna: Person, unit: Unit, admin: Person, mailbox: Mailbox
) -> None:
    wrong = person("wrong", unit, email=bad)
    mailbox.recipients[bad] = "550 no such user"
    left(urgent(wrong), urgent(anna))
    assert deliver() == 1
    dead = Delivery.objects.dead().get()
    assert (dead.notice.person, dead.attempts) == (wrong, 1)
    assert dead.last_error
    mailbox.recipients.clear()
    Person.objects.filter(pk=wrong.pk).update(email="right@unit.example")
    assert actions.resend([dead.pk], actor=admin) == 1
    assert deliver() == 1
    assert mailbox.ids[-1] == dead.message_id
    assert mailbox.messages[-1]["To"] == "right@unit.example"


@pytest.mark.django_db
def test_giving_up_keeps_the_reason(anna: Person, admin: Person, mailbox: Mailbox) -> None:
    left(urgent(anna))
    mailbox.data = ["554 spam"]
    deliver()
    assert actions.give_up([row().pk], actor=admin, reason="已电话告知") == 1
    assert (row().state, row().reason, row().handled_by) == (State.DROPPED, "已电话告知", admin)
    assert "554 spam" in row().last_error
    assert actions.resend([row().pk], actor=admin) == 0


@pytest.mark.django_db
def test_an_outage_costs_no_attempts_and_no_time(anna: Person, mailbox: Mailbox, settings: Any) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    left(*(urgent(anna, n) for n in range(50)))
    began = time.monotonic()
    assert deliver() == 0
    assert time.monotonic() - began < 2
    assert Delivery.objects.filter(state=State.PENDING, attempts=0).count() == 50
    assert Delivery.objects.exclude(last_error="").count() == 1
    settings.EMAIL_PORT = port
    assert deliver() == 50
    assert not Delivery.objects.exclude(last_error="").exists()


@pytest.mark.django_db
def test_an_ill_server_is_left_alone_until_the_next_turn(anna: Person, mailbox: Mailbox) -> None:
    left(*(urgent(anna, n) for n in range(10)))
    mailbox.data = ["421 shutting down"] * 3
    assert deliver() == 0
    assert Delivery.objects.filter(attempts=1).count() == 3
    assert deliver() == 7


@pytest.mark.django_db
def test_a_connection_that_breaks_is_opened_again_and_repeats_with_the_same_id(anna: Person, mailbox: Mailbox) -> None:
    rows = left(*(urgent(anna, n) for n in range(3)))
    mailbox.hang_up = 1  # kept by the server, whose answer never came
    assert deliver() == 2
    assert mailbox.connections == 2
    assert deliver(clock.now() + timedelta(seconds=62)) == 1
    assert mailbox.ids == [row.message_id for row in (*rows, rows[0])]


@pytest.mark.django_db
@pytest.mark.parametrize("greeting", [b"", b"220 hello\r\n"], ids=["before the greeting", "after it"])
def test_a_server_that_answers_a_letter_at_a_time_keeps_no_worker(anna: Person, settings: Any, greeting: bytes) -> None:
    """Each letter comes in time, the answer never does: the limit of the task ends it, as celery's signal does here."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_ON = *listening.getsockname(), True
        left(urgent(anna, 1))

        def drip() -> None:
            with suppress(OSError):
                caller, _address = listening.accept()
                caller.sendall(greeting)
                while True:
                    caller.sendall(b"2")
                    time.sleep(0.1)

        def limit(*_signal: Any) -> None:
            raise SoftTimeLimitExceeded

        threading.Thread(target=drip, daemon=True).start()
        before = signal.signal(signal.SIGALRM, limit)
        signal.setitimer(signal.ITIMER_REAL, 1.5)
        try:
            assert deliver() == 0
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
    assert (row().state, row().last_error) == (State.PENDING, "邮件服务器应答过慢。")


@pytest.mark.django_db
def test_one_that_cannot_be_said_does_not_hold_up_the_others(anna: Person, mailbox: Mailbox) -> None:
    left(urgent(anna, 1, kind="unheard-of"), urgent(anna, 2))
    assert deliver() == 1
    assert "unheard-of" in Delivery.objects.dead().get().last_error


# Processes


def worker() -> "subprocess.Popen[str]":
    from django.conf import settings

    url = f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, connection.settings_dict["NAME"]],
        cwd=ROOT, env=os.environ | {"EMAIL_URL": url}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_killed_while_sending_repeats_that_one_with_the_same_id(anna: Person, mailbox: Mailbox) -> None:
    left(*(urgent(anna, n) for n in range(1, 6)))
    process = worker()
    assert process.stdout.readline() == "begins\n"
    mailbox.kill.append(process.pid)
    assert process.wait(30) == -signal.SIGKILL
    sent_before = len(mailbox.ids)
    assert Delivery.objects.filter(state=State.SENT).count() == sent_before - 1
    deadline = time.monotonic() + 10  # the server notices that its client is gone, and unlocks the row
    while Delivery.objects.filter(state=State.PENDING).exists() and time.monotonic() < deadline:
        deliver()
    assert len(mailbox.ids) == 6
    assert set(mailbox.ids) == set(Delivery.objects.values_list("message_id", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_once(anna: Person, mailbox: Mailbox) -> None:
    left(*(urgent(anna, n) for n in range(60)))
    processes = [worker(), worker()]
    assert [process.wait(30) for process in processes] == [0, 0]
    assert len(mailbox.ids) == 60 == len(set(mailbox.ids))
    assert mailbox.connections == 2
    assert not Delivery.objects.pending().exists()


@pytest.mark.django_db(transaction=True)
def test_a_locked_row_is_passed_over(anna: Person, mailbox: Mailbox) -> None:
    first, _second = left(urgent(anna, 1), urgent(anna, 2))
    locked, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Delivery.objects.select_for_update().get(pk=first.pk)
            locked.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    locked.wait(10)
    assert deliver() == 1
    done.set()
    thread.join()
    assert deliver() == 1


# Size


@pytest.mark.django_db
def test_the_next_message_is_found_by_its_index(anna: Person, robot: Robot, mailbox: Mailbox) -> None:
    left(*(urgent(anna, n) for n in range(300)), *(urgent(robot, n) for n in range(300)))
    Delivery.objects.filter(notice__in=Notice.objects.exclude(cause__endswith="7")).update(state=State.SENT, sent_at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notices_delivery")
        cursor.execute("SET LOCAL enable_sort = off; SET LOCAL enable_seqscan = off")
    now = clock.now()
    mail, group = Delivery.objects.due_mail(now)[:1].explain(), Delivery.objects.due_for(robot.pk, now)[:1].explain()
    assert "delivery_mail" in mail
    assert "delivery_group" in group
    assert "Sort" not in mail + group
    pace = Delivery.objects.filter(robot=robot, tried_at__gt=now).explain()
    assert "delivery_pace" in pace


@pytest.mark.django_db
def test_old_ones_are_removed_in_batches(anna: Person, mailbox: Mailbox, monkeypatch: Any) -> None:
    monkeypatch.setattr(outbox, "_CHUNK", 2)
    set_option("keep_sent_days", 30)
    set_option("keep_read_days", 60)
    long_ago = clock.now() - timedelta(days=100)
    with clock.at(long_ago):
        left(*(urgent(anna, n) for n in range(5)), urgent(anna, 8))
        deliver(long_ago + timedelta(seconds=9))
        actions.mark_read(anna, ids=list(Notice.objects.order_by("pk").values_list("pk", flat=True)[:5]))
    left(urgent(anna, 9))
    assert outbox.clean_up(clock.now()) == 6 + 5
    assert list(Notice.objects.order_by("pk").values_list("cause", flat=True)) == ["event:8", "event:9"]
    assert Delivery.objects.get().state == State.PENDING


@pytest.mark.django_db
def test_what_is_still_to_be_sent_is_never_removed(anna: Person, mailbox: Mailbox) -> None:
    long_ago = clock.now() - timedelta(days=1000)
    with clock.at(long_ago):
        left(urgent(anna))
        actions.mark_read(anna)
    assert outbox.clean_up(clock.now()) == 0


@pytest.mark.django_db
def test_beat_schedules_only_what_a_worker_knows() -> None:
    from hotline.celery import app

    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


# To a mailbox


@pytest.mark.django_db
def test_a_mailbox_is_written_to_once_for_one_cause(mailbox: Mailbox) -> None:
    for _twice in range(2):
        actions.write("office@hotline.example", "dispatched", cause="event:1", link="/tickets/", number="1", title="路灯不亮")
    actions.write("office@hotline.example", "dispatched", cause="event:2", link="/tickets/", number="2", title="路灯不亮")
    assert deliver() == 2
    assert [message["To"] for message in mailbox.messages] == ["office@hotline.example"] * 2
    assert "https://hotline.example/tickets/" in mailbox.texts[0]
    assert "/inbox/" not in mailbox.texts[0]  # neither a way by the inbox nor choices: it is nobody's account
    assert deliver() == 0


@pytest.mark.django_db
def test_a_mailbox_waits_until_mail_is_on(mailbox: Mailbox, settings: Any) -> None:
    settings.EMAIL_ON = False
    actions.write("office@hotline.example", "dispatched", cause="event:1", number="1", title="路灯不亮")
    assert deliver() == 0
    settings.EMAIL_ON = True
    assert deliver() == 1


@pytest.mark.django_db
def test_a_mailbox_that_is_none_is_given_up(mailbox: Mailbox) -> None:
    actions.write("no address", "dispatched", cause="event:1", number="1", title="路灯不亮")
    assert deliver() == 0
    assert (row().state, row().attempts) == (State.DEAD, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("receivers", [(), ("person", "mailbox"), ("robot", "mailbox"), ("person", "robot")])
def test_a_notice_has_exactly_one_receiver(anna: Person, robot: Robot, receivers: tuple[str, ...]) -> None:
    every = {"person": anna, "robot": robot, "mailbox": "office@hotline.example"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(kind="dispatched", cause="x", created_at=clock.now(), **{name: every[name] for name in receivers})


@pytest.mark.django_db
def test_a_mailbox_is_in_no_inbox_and_cleaned_up_like_what_was_read(mailbox: Mailbox) -> None:
    actions.write("office@hotline.example", "dispatched", cause="event:1", number="1", title="路灯不亮")
    assert Notice.objects.get().read_at is not None
    outbox.clean_up(clock.now() + timedelta(days=3650))
    assert Notice.objects.count() == 1  # not while it has not been sent
    deliver()
    outbox.clean_up(clock.now() + timedelta(days=3650))
    assert (Notice.objects.count(), Delivery.objects.count()) == (0, 0)
