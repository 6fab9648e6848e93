"""How a due time is said. `due_at` is exclusive: 00:00 of the 16th is shown as 24:00 of the 15th (section 4)."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import get_language, gettext as _, ngettext

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.notices.texts import Said

# Per language, in Django's date letters: a day of the reference year, a day of another year, between day and time.
_CHINESE = ("n月j日", "Y年n月j日", "")
_OTHERS = ("j M", "j M Y", " ")


def due_text(due_at: datetime, ref_year: int | None = None, *, provisional: bool = False) -> str:
    """「10月15日24:00」 in Chinese, "15 Oct 24:00" else: the last moment that is still in time, in Asia/Shanghai.

    `due_at` is aware and exclusive. The year is named where it is not `ref_year` (the present year when None). A provisional
    one says so: it was counted in a year without an official schedule.
    """
    moment = clock.local(due_at)
    ends_a_day = moment.time() == time()
    day = moment.date() - clock.DAY if ends_a_day else moment.date()
    in_year, with_year, gap = _CHINESE if _chinese() else _OTHERS
    same_year = day.year == (ref_year or clock.today().year)
    said = dateformat.format(day, in_year if same_year else with_year)
    note = _(" (provisional)") if provisional else ""
    return f"{said}{gap}{'24:00' if ends_a_day else f'{moment:%H:%M}'}{note}"


def due_state(deadline: Deadline, now: datetime) -> str:
    """met, late (met, but not in time), lapsed, cancelled, overdue, soon or ok."""
    if deadline.met_at:
        return "met" if deadline.met_at < deadline.due_at else "late"
    if not deadline.is_open:
        return "lapsed" if deadline.has_lapsed else "cancelled"
    if deadline.is_overdue(now):
        return "overdue"
    return "soon" if deadline.is_soon(now) else "ok"


def due_view(deadline: Deadline, now: datetime) -> dict[str, Any]:
    """A deadline as `parts/due.html` wants it."""
    return {
        "code": deadline.kind,
        "kind": deadline.get_kind_display(),
        "text": due_text(deadline.due_at, clock.local(now).year),
        "iso": deadline.due_at.isoformat(),
        "state": due_state(deadline, now),
        "provisional": deadline.provisional,
        "unit": deadline.unit,
        "explain": reverse("deadlines:explain", args=[deadline.pk]),
    }


def stage_text(stage: str) -> str:
    """A stage of a policy in words: `before_2wd`, `due`, `after_1wd`, `before_10m`, `before_2h`."""
    if stage == "due":
        return _("overdue now")
    when, _line, span = stage.partition("_")
    n = int(span.rstrip("wdhm"))
    before = when == "before"
    if span.endswith("wd"):
        left = ngettext("%(n)s working day left", "%(n)s working days left", n)
        over = ngettext("overdue for %(n)s working day", "overdue for %(n)s working days", n)
        return (left if before else over) % {"n": n}
    if span.endswith("h"):
        return (_("%(n)s hours left") if before else _("overdue for %(n)s hours")) % {"n": n}
    return (_("%(n)s minutes left") if before else _("overdue for %(n)s minutes")) % {"n": n}


def alarm_said(params: Mapping[str, Any]) -> Said:
    """The message of one or more alarms of a stage: what, about what, until when; a line for each of several."""
    stage, items = stage_text(params["stage"]), params["items"]
    lines = [(_alarm_line(item), item["link"]) for item in items]
    if params["count"] == 1:
        return Said(f"{stage}{'：' if _chinese() else ': '}{lines[0][0]}")
    more = params["count"] - len(items)
    if more:
        lines.append((_("and %(n)s more") % {"n": more}, ""))
    said = _("%(stage)s: %(n)s obligations, the first %(first)s") % {"stage": stage, "n": params["count"], "first": lines[0][0]}
    return Said(said, tuple(lines))


def _alarm_line(item: Mapping[str, Any]) -> str:
    words = {
        "kind": Kind(item["kind"]).label,
        "number": item["number"],
        "title": item["title"],
        "due": due_text(datetime.fromisoformat(item["due_at"]), provisional=item.get("provisional", False)),
    }
    return _("%(number)s %(title)s, %(kind)s by %(due)s") % words


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
