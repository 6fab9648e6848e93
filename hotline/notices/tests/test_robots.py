"""Messages to work groups, over a real HTTPS server: the two formats, who is trusted, how often, what is refused."""

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import trustme
from django.contrib.auth.models import Group as Role
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client

from hotline import clock, options
from hotline.notices import outbox, robots
from hotline.notices.models import Delivery, Notice, Robot
from hotline.notices.outbox import deliver
from hotline.notices.tests.conftest import Group, Mailbox, left, person, set_option, urgent
from hotline.notices.texts import Said
from hotline.people.models import Person, Unit

State = Delivery.State


def row() -> Delivery:
    return Delivery.objects.get()


def words(*lines: tuple[str, str], sentence: str = "3件明日到期") -> str:
    return robots.content(Notice(kind="x", link="/inbox/"), Said(sentence, lines))


# What is written


def test_the_body_is_the_same_for_both_to_the_byte() -> None:
    assert robots.body("【紧急】海秀路\n“路灯”") == (
        b'{"msgtype":"text","text":{"content":"' + "【紧急】海秀路".encode() + b"\\n" + "“路灯”".encode() + b'"}}'
    )


def test_the_signature_of_dingtalk() -> None:
    # by hand: printf '1700000000000\nSEC123' | openssl dgst -sha256 -hmac SEC123 -binary | base64
    moment = datetime.fromtimestamp(1_700_000_000, UTC)
    url = robots.signed("https://oapi.dingtalk.com/robot/send?access_token=abc", "SEC123", moment)
    assert url == (
        "https://oapi.dingtalk.com/robot/send?access_token=abc&timestamp=1700000000000"
        "&sign=lkcPI1uoxBY1gUnCnnPH1Kkru0Hqjo7rFpA3haIVhEQ%3D"
    )
    assert robots.signed("https://x/", "", moment) == "https://x/"


def test_content_is_cut_at_2048_bytes_between_lines(settings: Any) -> None:
    settings.SITE_URL = "https://hotline.example"
    lines = [(f"20260105-{n:05} 海秀路多盏路灯不亮", f"/tickets/20260105-{n:05}/") for n in range(40)]
    text = words(*lines)
    assert 1900 < len(text.encode()) <= 2048
    first, *shown, last = text.split("\n")
    assert first == "3件明日到期"
    assert shown[0] == "· 20260105-00000 海秀路多盏路灯不亮 https://hotline.example/tickets/20260105-00000/"
    assert all(line.endswith("/") for line in shown)
    assert "40" in last
    assert last.endswith(" https://hotline.example/inbox/")
    assert words(*lines[:3]).count("\n") == 3


def test_a_sentence_too_long_is_cut_within_a_character_never() -> None:
    text = words(sentence="路" * 3000)
    assert len(text.encode()) <= 2048
    assert "路…\n" in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1",
        "https://evil.example/cgi-bin/webhook/send?key=1",
        "https://qyapi.weixin.qq.com.evil.example/",
        "https://qyapi.weixin.qq.com@evil.example/",
        "https://evil.example\\@qyapi.weixin.qq.com/",
        "https://user:word@qyapi.weixin.qq.com/",
        "https://qyapi.weixin.qq.com:8443/",
        "https://127.0.0.1/",
        "https://qyapi.weixin.qq.com:port/",
        "ftp://qyapi.weixin.qq.com/",
        "",
    ],
)
def test_an_address_that_is_not_allowed(url: str) -> None:
    assert robots.fault(url)


@pytest.mark.django_db
def test_an_address_that_is_allowed() -> None:
    assert robots.fault("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1") == ""
    assert robots.fault("https://OAPI.dingtalk.com:443/robot/send?access_token=1") == ""


@pytest.mark.parametrize("bad", [[], ["https://x"], ["a b"], ["x:port"], [""], ["-x"]])
def test_a_list_of_servers_that_is_none(bad: list[str]) -> None:
    with pytest.raises(ValidationError):
        options.check("robot_hosts", bad)
    assert options.check("robot_hosts", ["a.example", "b.example:8443"])


# What is sent


@pytest.mark.django_db
def test_wecom(robot: Robot, group: Group) -> None:
    assert len(left(urgent(robot, is_urgent=False))) == 1
    assert (deliver(), deliver()) == (1, 0)
    [(path, headers, body)] = group.requests
    assert path == "/cgi-bin/webhook/send?key=s3cr3t-key"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert body.startswith(b'{"msgtype":"text","text":{"content":"')
    assert "20260105-00001 路灯不亮\\nhttps://hotline.example/tickets/20260105-00001/" in body.decode()
    assert (row().state, row().channel) == (State.SENT, "robot")
    assert Notice.objects.get().read_at is not None


@pytest.mark.django_db
def test_dingtalk_is_signed(robot: Robot, group: Group) -> None:
    Robot.objects.update(format="dingtalk", secret="SEC123", url=f"{group.url}/robot/send?access_token=abc")
    left(urgent(robot))
    moment = clock.now()
    deliver(moment)
    [(path, _headers, _body)] = group.requests
    stamp = int(path.partition("&timestamp=")[2].partition("&")[0]) / 1000
    assert 0 <= stamp - moment.timestamp() < 60
    wanted = robots.signed(f"{group.url}/robot/send?access_token=abc", "SEC123", datetime.fromtimestamp(stamp, UTC))
    assert group.url + path == wanted


@pytest.mark.django_db
def test_a_group_is_nobodys_inbox(robot: Robot, anna: Person, mailbox: Mailbox) -> None:
    left(urgent(robot), urgent(anna))
    assert [n.person for n in Notice.objects.in_inbox_of(anna)] == [anna]


# Who is trusted


@pytest.mark.django_db
def test_a_server_taken_off_the_list_gets_nothing(robot: Robot, group: Group) -> None:
    left(urgent(robot))
    set_option("robot_hosts", ["qyapi.weixin.qq.com"])
    deliver()
    assert (row().state, group.requests) == (State.DEAD, [])
    assert "127.0.0.1" in row().last_error


@pytest.mark.django_db
def test_http_is_refused(robot: Robot, group: Group) -> None:
    Robot.objects.update(url=robot.url.replace("https", "http"))
    left(urgent(robot))
    deliver()
    assert (row().state, group.requests) == (State.DEAD, [])


@pytest.mark.django_db
def test_a_redirect_is_not_followed(robot: Robot, group: Group) -> None:
    left(urgent(robot))
    group.answers = [(302, b"")]
    deliver()
    assert (row().state, len(group.requests)) == (State.DEAD, 1)
    assert "302" in row().last_error


@pytest.mark.django_db
def test_a_certificate_of_somebody_else_is_refused(robot: Robot, group: Group, settings: Any, tmp_path: Any) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "other.pem"))
    settings.ROBOT_CA = str(tmp_path / "other.pem")
    left(urgent(robot))
    deliver()
    assert (row().state, row().attempts, group.requests) == (State.PENDING, 1, [])
    from django.utils import translation
    from django.utils.translation import gettext

    with translation.override("zh-hans"):
        assert row().last_error == gettext("The certificate of the robot's server is not trusted.")


@pytest.mark.django_db
def test_a_proxy_in_the_environment_is_not_used(robot: Robot, group: Group, monkeypatch: Any) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    left(urgent(robot))
    assert deliver() == 1


@pytest.mark.django_db
def test_the_address_is_in_no_log_and_in_no_error(robot: Robot, group: Group, caplog: Any) -> None:
    caplog.set_level(logging.INFO)
    left(urgent(robot))
    group.answers = [(200, b'{"errcode":93000,"errmsg":"invalid webhook url, key=s3cr3t-key"}')]
    deliver()
    assert row().state == State.DEAD
    assert "93000" in row().last_error
    assert "s3cr3t-key" not in caplog.text + row().last_error


# What is refused


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "answer", "state"),
    [
        (200, b'{"errcode":45009,"errmsg":"api freq out of limit"}', State.PENDING),
        (200, b'{"errcode":130101,"errmsg":"send too fast"}', State.PENDING),
        (200, b'{"errcode":410100}', State.PENDING),
        (200, b'{"errcode":-1,"errmsg":"system busy"}', State.PENDING),
        (429, b"", State.PENDING),
        (502, b"<html>", State.PENDING),
        (200, b"<html>portal</html>", State.PENDING),
        (200, b"[]", State.PENDING),
        (200, b"x" * 1_000_000, State.PENDING),
        (200, b'{"errcode":310000,"errmsg":"keywords not in content"}', State.DEAD),
        (404, b"", State.DEAD),
    ],
)
def test_now_or_never(status: int, answer: bytes, state: str, robot: Robot, group: Group) -> None:
    left(urgent(robot))
    group.answers = [(status, answer)]
    assert deliver() == 0
    assert (row().state, row().attempts) == (state, 1)
    assert row().last_error
    if state == State.PENDING:
        assert deliver() == 0
        assert deliver(clock.now() + timedelta(seconds=62)) == 1


@pytest.mark.django_db
def test_a_group_that_cannot_be_reached_burns_one_message_not_all(robot: Robot, group: Group) -> None:
    left(*(urgent(robot, n) for n in range(5)))
    Robot.objects.update(url="https://127.0.0.1:1/")
    set_option("robot_hosts", ["127.0.0.1:1"])
    assert (deliver(), deliver()) == (0, 0)
    assert Delivery.objects.filter(attempts=1).count() == 1


# How often


@pytest.mark.django_db
def test_fifteen_a_minute_and_nobody_else_waits(robot: Robot, unit: Unit, anna: Person, group: Group, mailbox: Mailbox) -> None:
    other = Robot.objects.create(unit=unit, name="另一群", format="wecom", url=f"{group.url}/other?key=2")
    left(*(urgent(robot, n) for n in range(40)), urgent(other), urgent(anna))
    start = clock.now()
    assert deliver(start) == 15 + 1 + 1
    assert deliver(start + timedelta(seconds=30)) == 0
    assert deliver(start + timedelta(seconds=100)) == 15
    assert deliver(start + timedelta(seconds=110)) == 0
    assert deliver(start + timedelta(seconds=200)) == 10
    assert len(group.requests) == 41
    assert not Delivery.objects.filter(attempts__gt=1).exists()


@pytest.mark.django_db
def test_urgent_ones_overtake_those_that_wait_for_their_turn(robot: Robot, group: Group) -> None:
    set_option("robot_messages_per_minute", 2)
    left(*(urgent(robot, n, is_urgent=False, params={"number": n, "title": ""}) for n in range(4)))
    deliver()
    left(urgent(robot, 9, params={"number": "urgent-one", "title": ""}))
    deliver(clock.now() + timedelta(seconds=62))
    assert "urgent-one" in group.texts[2]


@pytest.mark.django_db(transaction=True)
def test_two_workers_keep_the_pace_together(robot: Robot, group: Group) -> None:
    import threading

    left(*(urgent(robot, n) for n in range(30)))

    def work() -> None:
        for _turn in range(4):
            deliver()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(group.requests) == 15
    assert len(set(group.texts)) == 1


@pytest.mark.django_db
def test_a_group_switched_off_gets_nothing_any_more(robot: Robot, group: Group) -> None:
    left(urgent(robot))
    Robot.objects.update(is_active=False)
    assert deliver() == 0
    assert (row().state, group.requests) == (State.DROPPED, [])
    assert left(urgent(robot, 2)) == []


# The admin's pages


@pytest.fixture
def office(admin: Person, client: Client) -> Client:
    client.force_login(admin)
    client.cookies["django_language"] = "en"
    return client


def sent(group: Group, **more: str) -> dict[str, str]:
    values = {
        "name": "新群",
        "unit": str(Unit.objects.get().pk),
        "format": "wecom",
        "url": f"{group.url}/send?key=new",
        "secret": "",
    }
    return values | {"is_active": "on"} | more


@pytest.mark.django_db
def test_the_admin_makes_a_robot(office: Client, group: Group) -> None:
    assert office.post("/admin/notices/robot/add/", sent(group)).status_code == 302
    assert Robot.objects.get().url == f"{group.url}/send?key=new"
    assert "key=new" not in office.get("/admin/notices/robot/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "more",
    [{"url": "https://evil.example/send"}, {"url": "http://qyapi.weixin.qq.com/send"}, {"secret": "SEC1"}, {"url": ""}],
)
def test_a_robot_that_cannot_be(more: dict[str, str], office: Client, group: Group) -> None:
    assert office.post("/admin/notices/robot/add/", sent(group, **more)).status_code == 200
    assert not Robot.objects.exists()


@pytest.mark.django_db
def test_a_test_message_tells_the_real_result(office: Client, robot: Robot, group: Group) -> None:
    def try_out() -> str:
        data = {"action": "try_out", "_selected_action": [str(robot.pk)]}
        return office.post("/admin/notices/robot/", data, follow=True).content.decode()

    assert try_out().count("messagelist") >= 1
    assert len(group.requests) == 1
    group.answers = [(200, b'{"errcode":93000,"errmsg":"invalid webhook url"}')]
    assert "93000 invalid webhook url" in try_out()
    set_option("robot_messages_per_minute", 2)
    try_out()
    assert len(group.requests) == 2
    assert not Delivery.objects.pending().exists()
    assert deliver() == 0


@pytest.mark.django_db
def test_nobody_else_sees_robots(robot: Robot, client: Client, unit: Unit, group: Group, admin: Person) -> None:
    head = person("head", unit)
    head.groups.set(Role.objects.exclude(name="admin"))
    client.force_login(head)
    for path in ("/admin/notices/robot/", f"/admin/notices/robot/{robot.pk}/change/"):
        answer = client.get(path)
        assert answer.status_code in (302, 403)
        assert "s3cr3t-key" not in answer.content.decode()


@pytest.mark.django_db
def test_saving_ends_a_pause(office: Client, robot: Robot, group: Group) -> None:
    left(urgent(robot))
    group.answers = [(502, b"")]
    deliver()
    assert Robot.objects.get().paused_until is not None
    office.post(f"/admin/notices/robot/{robot.pk}/change/", sent(group))
    assert Robot.objects.get().paused_until is None


@pytest.mark.django_db
def test_a_transaction_that_writes_to_a_group_does_not_block_the_admin(robot: Robot, group: Group) -> None:
    with transaction.atomic():
        assert outbox._take(robot.pk)
        Robot.objects.filter(pk=robot.pk).update(name="neu")
