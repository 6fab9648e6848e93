"""Real servers for the outbox: SMTP in a thread of its own, HTTPS with a certificate of a test authority."""

import os
import signal
import ssl
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller

from hotline import clock, options
from hotline.models import Option
from hotline.notices import actions, outbox
from hotline.notices.models import Delivery, Notice, Robot
from hotline.people.models import Person, Unit
from hotline.people.roles import ensure_roles

KIND = {"kind": "dispatched", "params": {"number": "20260105-00001", "title": "路灯不亮"}, "link": "/tickets/20260105-00001/"}


class Mailbox:
    """What an SMTP server of the tests got, and what it answers."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.connections = 0
        self.recipients: dict[str, str] = {}  # answers to RCPT, by address
        self.data: list[str] = []  # answers to the next messages
        self.hang_up = 0  # how many of the next messages are kept but never answered
        self.kill: list[int] = []  # processes to kill with the next message, which is kept

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, rcpt_options: list[str]) -> str:
        answer = self.recipients.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer.startswith("250"):
            self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.hang_up:
            self.hang_up -= 1
            server.transport.abort()
        while self.kill:
            os.kill(self.kill.pop(), signal.SIGKILL)
        return answer

    @property
    def texts(self) -> list[str]:
        return [message.get_content().replace("\r\n", "\n") for message in self.messages]

    @property
    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.messages]


class MailServer(Controller):
    """One that can go away and come back at the same place."""

    def __init__(self, mailbox: Mailbox) -> None:
        super().__init__(mailbox, hostname="127.0.0.1", port=0)

    def _trigger_server(self) -> None:
        """The base class asks for the port it was given; here the system chose one."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture(autouse=True)
def _time_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine ends no turn early."""
    monkeypatch.setattr(outbox, "CHANNEL_SECONDS", 60.0)


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    server = MailServer(box)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_ON = "127.0.0.1", server.port, True
    settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = "https://hotline.example", "hotline@hotline.example"
    yield box
    server.stop(no_assert=True)


class Group:
    """What the HTTPS server of a robot got: (path, headers, body); and what it answers: (status, body)."""

    def __init__(self, url: str, ca: trustme.CA) -> None:
        self.url, self.ca = url, ca
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.answers: list[tuple[int, bytes]] = []

    @property
    def texts(self) -> list[str]:
        import json

        return [json.loads(body)["text"]["content"] for _path, _headers, body in self.requests]


@pytest.fixture
def group(settings: Any, tmp_path: Any, db: None) -> Iterator[Group]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            group.requests.append((self.path, dict(self.headers), body))
            status, answer = group.answers.pop(0) if group.answers else (200, b'{"errcode":0,"errmsg":"ok"}')
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{group.url}/elsewhere")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *args: Any) -> None:
            """A client that does not trust us is no error of ours."""

    ca = trustme.CA()
    ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    settings.ROBOT_CA, settings.SITE_URL = str(tmp_path / "ca.pem"), "https://hotline.example"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    with Quiet(("127.0.0.1", 0), Handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        group = Group(f"https://127.0.0.1:{server.server_port}", ca)
        set_option("robot_hosts", [f"127.0.0.1:{server.server_port}"])
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield group
        server.shutdown()


def set_option(key: str, value: Any) -> None:
    Option.objects.update_or_create(key=key, defaults={"value": value})
    options.forget()


@pytest.fixture
def unit(db: None) -> Unit:
    unit: Unit = Unit.objects.create(name="市住房和城乡建设局", short_name="市住建局")
    return unit


@pytest.fixture
def anna(unit: Unit) -> Person:
    return person("anna", unit)


@pytest.fixture
def admin(unit: Unit) -> Person:
    from django.contrib.auth.models import Group as Role

    ensure_roles()
    admin = person("admin", unit)
    admin.groups.add(Role.objects.get(name="admin"))
    return admin


@pytest.fixture
def robot(unit: Unit, group: Group) -> Robot:
    return Robot.objects.create(
        unit=unit, name="住建工作群", format="wecom", url=f"{group.url}/cgi-bin/webhook/send?key=s3cr3t-key"
    )


def person(name: str, unit: Unit, **more: Any) -> Person:
    return Person.objects.create(**{"username": name, "name": name, "unit": unit, "email": f"{name}@unit.example"} | more)


def urgent(to: Person | Robot, number: int = 1, **more: Any) -> Notice:
    """An urgent notice, not yet left."""
    receiver = {"person": to} if isinstance(to, Person) else {"robot": to}
    values = KIND | receiver | {"cause": f"event:{number}", "is_urgent": True, "created_at": clock.now()} | more
    return Notice(**values)


def left(*notices: Notice) -> list[Delivery]:
    """Leave the notices; gives what is to be sent for them."""
    actions.leave(notices)
    return list(Delivery.objects.filter(notice__in=[n.pk for n in notices if n.pk]).order_by("pk"))
