"""One message to a work group: what it says, and how its robot (WeCom or DingTalk) takes it.

The address of a robot is a secret: whoever has it can write to the group. It stands in no log and in no sentence made here.
"""

import base64
import hashlib
import hmac
import json
import re
import ssl
from collections.abc import Mapping
from datetime import datetime
from time import monotonic
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from hotline import options
from hotline.notices import links, texts
from hotline.notices.models import Notice, Robot
from hotline.notices.texts import Said
from hotline.notices.troubles import GiveUp, TryLater

CONTENT_BYTES = 2048  # WeCom takes no more; DingTalk would, but nobody reads it
TIMEOUT_SECONDS = 10.0
_ANSWER_BYTES = 16_384
_HTTPS_PORT = 443
_TOO_OFTEN = 429
# The robot's own words for "not now": system busy, too many messages.
_LATER = {-1, 45009, 130101, 410100}
TEST = "robot_test"


def fault(url: str) -> str:
    """What is wrong with a robot's address, as a sentence; empty when messages may be sent there."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port or _HTTPS_PORT
    except ValueError:
        return _("This is no address.")
    if parts.scheme != "https":
        return _("The address must begin with https://")
    if parts.username is not None or parts.password is not None or re.search(r"[\s\\]", url):
        return _("This is no address.")
    allowed = {entry if ":" in entry else f"{entry}:{_HTTPS_PORT}" for entry in options.get("robot_hosts")}
    if f"{host}:{port}" not in allowed:
        return _("Messages may not be sent to the server %(host)s; an option lists the allowed ones.") % {"host": parts.netloc}
    return ""


def content(notice: Notice, words: Said) -> str:
    """What the group reads: the sentence and its lines, at most CONTENT_BYTES long in UTF-8."""
    sentence = " ".join(words.sentence.split())
    head = _("[Urgent] %(sentence)s") % {"sentence": sentence} if notice.is_urgent else sentence
    address = links.absolute(notice.link)
    whole = "\n".join([head, *map(_line, words.lines)] if words.lines else [head, address])
    if _size(whole) <= CONTENT_BYTES:
        return whole
    more = _("… %(count)s in all") % {"count": len(words.lines)} if words.lines else "…"
    return _cut(head, words, f"{more} {address}")


def body(text: str) -> bytes:
    """The request's body: both kinds of robot take the same."""
    return json.dumps({"msgtype": "text", "text": {"content": text}}, ensure_ascii=False, separators=(",", ":")).encode()


def signed(url: str, secret: str, now: datetime) -> str:
    """The address with DingTalk's signature of that moment; unchanged without a secret."""
    if not secret:
        return url
    timestamp = str(int(now.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    sign = quote(base64.b64encode(digest).decode(), safe="")
    return f"{url}{'&' if '?' in url else '?'}timestamp={timestamp}&sign={sign}"


def client() -> httpx.Client:
    """Speaks only to whom it is told to: no redirects, no proxy from the environment, certificates checked."""
    certificates = httpx.create_ssl_context()
    if settings.ROBOT_CA:
        certificates.load_verify_locations(settings.ROBOT_CA)
    return httpx.Client(
        verify=certificates,
        trust_env=False,
        follow_redirects=False,
        timeout=TIMEOUT_SECONDS,
        headers={"Content-Type": "application/json; charset=utf-8", "Accept-Encoding": "identity"},
    )


def send(http: httpx.Client, robot: Robot, text: str, now: datetime) -> None:
    """Hand the text to the group's robot. Raises TryLater or GiveUp."""
    if wrong := fault(robot.url):
        raise GiveUp(wrong)
    secret = robot.secret if robot.format == Robot.Format.DINGTALK else ""
    try:
        with http.stream("POST", signed(robot.url, secret, now), content=body(text)) as answer:
            _judge_status(answer.status_code)
            _judge_answer(_read(answer), robot)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise TryLater(_network_fault(error)) from None


def words_of_test(params: Mapping[str, Any]) -> Said:
    """What a test message says."""
    return Said(_("Test message from %(office)s. The robot of this group works.") % {"office": options.get("office_name")})


def register() -> None:
    """The test message can be said."""
    texts.register(TEST, words_of_test)


def _judge_status(status: int) -> None:
    if status == httpx.codes.OK:
        return
    if status == _TOO_OFTEN or status >= 500:
        raise TryLater(_("The robot's server answers with HTTP status %(status)s.") % {"status": status})
    raise GiveUp(_("The robot's server answers with HTTP status %(status)s.") % {"status": status})


def _judge_answer(text: bytes, robot: Robot) -> None:
    try:
        answer = json.loads(text)
        code, said = int(answer["errcode"]), str(answer.get("errmsg", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise TryLater(_("The robot's server answers with something that is no robot's answer.")) from None
    if code:
        sentence = _("The robot refuses: %(code)s %(answer)s") % {"code": code, "answer": _without_secrets(said, robot)[:150]}
        raise (TryLater if code in _LATER else GiveUp)(sentence)


def _read(answer: httpx.Response) -> bytes:
    """The answer, bounded in size and time."""
    end, read = monotonic() + TIMEOUT_SECONDS, b""
    for piece in answer.iter_raw():
        read += piece
        if len(read) > _ANSWER_BYTES or monotonic() > end:
            raise TryLater(_("The robot's server answers with something that is no robot's answer."))
    return read


def _network_fault(error: BaseException) -> str:
    """A sentence of ours: those of the library may hold the address."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _("The certificate of the robot's server is not trusted.")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.TimeoutException):
        return _("The robot's server does not answer in time.")
    return _("The robot's server cannot be reached.")


def _without_secrets(text: str, robot: Robot) -> str:
    """What a server says, without what it may repeat of the address."""
    parts = urlsplit(robot.url)
    secrets = [robot.url, parts.query, robot.secret, *(value for _name, value in parse_qsl(parts.query))]
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    return " ".join(text.split())


def _line(line: tuple[str, str]) -> str:
    text, link = line
    return f"· {' '.join(text.split())} {links.absolute(link)}" if links.own(link) else f"· {' '.join(text.split())}"


def _cut(head: str, words: Said, tail: str) -> str:
    """As many whole lines as fit before the tail; a sentence that is too long itself is cut within."""
    room = CONTENT_BYTES - _size(tail) - 1
    kept = head.encode()[: room - 3].decode(errors="ignore") + "…" if _size(head) > room else head
    for line in map(_line, words.lines):
        if _size(kept) + 1 + _size(line) > room:
            break
        kept += f"\n{line}"
    return f"{kept}\n{tail}"


def _size(text: str) -> int:
    return len(text.encode())
