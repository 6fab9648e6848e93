"""One e-mail: what it says, and the connection it goes by."""

import logging
import smtplib
from contextlib import suppress
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _

from hotline import clock, options
from hotline.notices import links, summary
from hotline.notices.models import SUMMARY, Delivery, Notice
from hotline.notices.texts import Said, said
from hotline.notices.troubles import GiveUp, NotWanted, TryLater, Unreachable
from hotline.people.models import Person

log = logging.getLogger(__name__)
_SUBJECT_LENGTH = 150
_SHUTTING_DOWN = 421


def compose(row: Delivery) -> EmailMessage:
    """The message of that row, in the active language. Raises NotWanted or GiveUp."""
    notice, address = row.notice, receiver(row)
    words = in_words(notice)
    if notice.kind == SUMMARY and not words.lines:
        raise NotWanted(_("Everything has been read meanwhile."))
    return EmailMessage(
        subject=subject(words.sentence, is_urgent=notice.is_urgent),
        body=body(notice, words),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        # The time of the row: a message sent twice is the same one.
        headers={"Message-ID": row.message_id, "Date": _rfc(row), "Auto-Submitted": "auto-generated"},
    )


def receiver(row: Delivery) -> str:
    """The address as it is now; a mailbox's is that of the notice. Raises NotWanted or GiveUp."""
    address = row.notice.mailbox or _address_of(row.notice.person)
    try:
        validate_email(address)
    except ValidationError:
        raise GiveUp(_("This is no e-mail address: %(address)s") % {"address": address}) from None
    return address


def _address_of(person: Person | None) -> str:
    if person is None or not person.is_active:
        raise NotWanted(_("The account is no longer active."))
    if not person.email:
        raise NotWanted(_("The person has no e-mail address any more."))
    return str(person.email)


def in_words(notice: Notice) -> Said:
    """What the notice says, in the active language. Raises GiveUp for one that nobody can say."""
    try:
        return summary.words(notice) if notice.kind == SUMMARY else said(notice)
    except (KeyError, TypeError, ValueError):
        log.exception("Notice %s cannot be put into words.", notice.pk)
        raise GiveUp(_("This message cannot be put into words: %(kind)s") % {"kind": notice.kind}) from None


def subject(sentence: str, *, is_urgent: bool) -> str:
    """One line, whatever stands in the sentence: a line break would begin a header of somebody else's choice."""
    line = " ".join(sentence.split())
    line = _("[Urgent] %(sentence)s") % {"sentence": line} if is_urgent else line
    return line if len(line) <= _SUBJECT_LENGTH else f"{line[: _SUBJECT_LENGTH - 1]}…"


def body(notice: Notice, words: Said) -> str:
    """Plain text: the sentence, its lines with their addresses, where to go, who writes, how to have less of it."""
    lines = [f"· {text}\n  {links.absolute(link)}" if links.own(link) else f"· {text}" for text, link in words.lines]
    parts = [words.sentence]
    if lines:
        parts.append("\n".join(lines))
    if notice.kind != SUMMARY:
        parts.append(_("Open: %(address)s") % {"address": links.absolute(_page(notice))})
    foot = [str(options.get("office_name")), _("Sent by the program; nobody reads answers to this address.")]
    if not notice.mailbox:
        foot.append(_("To choose what you are sent: %(address)s") % {"address": links.absolute(reverse("notices:preferences"))})
    return "\n\n".join([*parts, "\n".join(["-- ", *foot])]) + "\n"


def _page(notice: Notice) -> str:
    """Where it leads: a person's by way of the inbox, which notes it as read; a mailbox has none."""
    return notice.link if notice.mailbox else reverse("notices:open", args=[notice.pk])


class Post:
    """One connection to the mail server for many messages; opened for the first, opened again after it broke."""

    def __init__(self) -> None:
        self._backend: Any = None

    def send(self, message: EmailMessage) -> None:
        """Hand the message over. Raises TryLater, GiveUp or Unreachable."""
        backend = self._open()
        try:
            backend.send_messages([message])
        except SoftTimeLimitExceeded:
            self._break()
            raise TryLater(_("The mail server answers too slowly.")) from None
        except smtplib.SMTPSenderRefused as error:
            self._break()
            raise Unreachable(
                _("The mail server refuses our own address %(sender)s: %(answer)s") % _facts(error.smtp_code, error.smtp_error)
            ) from None
        except smtplib.SMTPRecipientsRefused as error:
            code, answer = next(iter(error.recipients.values()))
            self._refused(code, answer)
        except smtplib.SMTPResponseException as error:
            self._refused(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._break()
            raise TryLater(_("The connection to the mail server broke: %(error)s") % {"error": _short(error)}) from None
        except (ValueError, UnicodeError) as error:  # Django: a header or an address that cannot be written
            raise GiveUp(_("The e-mail cannot be written: %(error)s") % {"error": _short(error)}) from None

    def close(self) -> None:
        """Say goodbye to the server."""
        if self._backend is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._backend.close()
            self._backend = None

    def _open(self) -> Any:
        if self._backend is None:
            backend = get_connection()
            try:
                backend.open()
            except SoftTimeLimitExceeded:
                raise Unreachable(_("The mail server answers too slowly.")) from None
            except (smtplib.SMTPException, OSError) as error:
                raise Unreachable(_("The mail server does not let us in: %(error)s") % {"error": _short(error)}) from None
            self._backend = backend
        return self._backend

    def _refused(self, code: int, answer: bytes | str) -> None:
        if code == _SHUTTING_DOWN:
            self._break()
        trouble = GiveUp if 500 <= code < 600 else TryLater
        raise trouble(_("The mail server refuses: %(answer)s") % _facts(code, answer)) from None

    def _break(self) -> None:
        """Drop the connection without goodbye: the server may no longer listen."""
        connection = getattr(self._backend, "connection", None)
        if connection is not None:
            with suppress(OSError):
                connection.close()
        self._backend = None


def _facts(code: int, answer: bytes | str) -> dict[str, str]:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return {"sender": settings.DEFAULT_FROM_EMAIL, "answer": f"{code} {' '.join(words.split())}"[:200]}


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _rfc(row: Delivery) -> str:
    """The time the message was made, as e-mail writes it (RFC 5322)."""
    return clock.local(row.made_at).strftime("%a, %d %b %Y %H:%M:%S %z")
