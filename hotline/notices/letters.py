"""Messages that could not be sent, as the admin reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from hotline.notices.models import SUMMARY, Delivery, Notice
from hotline.notices.texts import sentence


@dataclass(frozen=True)
class Letter:
    """One dead message and what it said."""

    row: Delivery
    to: str
    subject: str


@dataclass(frozen=True)
class Waiting:
    """How one channel stands."""

    label: str
    is_on: bool
    pending: int
    oldest: datetime | None
    error: str


def letters(rows: Iterable[Delivery]) -> list[Letter]:
    """The rows with their notice, person and robot loaded, in words."""
    return [Letter(row, _receiver(row.notice), _subject(row.notice)) for row in rows]


def standing() -> list[Waiting]:
    """How the channels stand, in a constant number of queries."""
    return [
        _waiting(_("By e-mail"), robot_is_null=True, is_on=settings.EMAIL_ON),
        _waiting(_("Work groups"), robot_is_null=False, is_on=True),
    ]


def _waiting(label: str, *, robot_is_null: bool, is_on: bool) -> Waiting:
    rows = Delivery.objects.pending().filter(robot__isnull=robot_is_null)
    count = rows.aggregate(pending=Count("pk"), oldest=Min("made_at"))
    error = rows.exclude(last_error="").order_by("next_try_at").values_list("last_error", flat=True).first()
    return Waiting(label, is_on, count["pending"], count["oldest"], error or "")


def _receiver(notice: Notice) -> str:
    if notice.person:
        return f"{notice.person.name} · {notice.person.unit.label}"
    return f"{notice.robot.name} · {notice.robot.unit.label}" if notice.robot else notice.mailbox


def _subject(notice: Notice) -> str:
    """The sentence without titles: the admin sees no ticket content (section 2)."""
    if notice.kind == SUMMARY:
        return _("Daily summary")
    try:
        return sentence(Notice(kind=notice.kind, params=_without_titles(notice.params))).strip()
    except (KeyError, TypeError, ValueError):
        return notice.kind


def _without_titles(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "" if key == "title" else _without_titles(entry) for key, entry in value.items()}
    return [_without_titles(entry) for entry in value] if isinstance(value, list) else value
