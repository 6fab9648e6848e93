"""The daily summary: one e-mail in the morning with what was not read by then, and what the person owes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from hotline import clock
from hotline.models import Counter
from hotline.notices import actions
from hotline.notices.models import SUMMARY, Delivery, Notice, Preference
from hotline.notices.texts import Said, sentence
from hotline.people.models import Person

HOUR = 8
_CHUNK = 500  # persons at a time
_MOST_LINES = 50

Lines = Sequence[tuple[str, str]]  # text and, where there is a page for it, its path; as in texts.Said
Source = Callable[[Sequence[Person]], Mapping[int, Lines]]
_sources: list[Source] = []


def register_summary(source: Source) -> None:
    """A floor above says what persons owe: `source` gives lines by person id, in the active language, in few queries."""
    if source not in _sources:
        _sources.append(source)


def summarise(now: datetime) -> int:
    """Leave the summaries of the day of `now`, not before HOUR; gives how many. A second call that day does nothing."""
    day = clock.local(now).date()
    until = clock.start_of(day) + timedelta(hours=HOUR)
    if now < until or not settings.EMAIL_ON:
        return 0
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        if not _is_first(day):
            return 0
        readers = _readers(until - clock.DAY, until)
        ids = list(readers.values_list("pk", flat=True))
        return sum(_for(ids[at : at + _CHUNK], readers, until, now) for at in range(0, len(ids), _CHUNK))


def words(notice: Notice) -> Said:
    """A summary in words, as things stand when it is sent: who has read everything meanwhile is not told of it again."""
    until = datetime.fromisoformat(notice.params["until"])
    unread = [(sentence(n), reverse("notices:open", args=[n.pk])) for n in _unread_of(notice, until)[:_MOST_LINES]]
    owed = [(str(text), str(link)) for text, link in notice.params["owed"]]
    said = _("Daily summary of %(day)s") % {"day": f"{clock.local(until):%Y-%m-%d}"}
    return Said(said, (*owed, *unread, *_rest(notice, until, len(unread))))


def _rest(notice: Notice, until: datetime, shown: int) -> Lines:
    if shown < _MOST_LINES:
        return ()
    left = _unread_of(notice, until).count() - shown
    more = ngettext("and %(count)s more", "and %(count)s more", left) % {"count": left}
    return ((more, reverse("notices:inbox")),) if left else ()


def _unread_of(notice: Notice, until: datetime) -> "QuerySet[Notice]":
    if not notice.params["unread"]:
        return Notice.objects.none()
    return unmailed(until - clock.DAY, until).filter(person=notice.person_id).order_by("-pk")


def unmailed(since: datetime, until: datetime) -> "QuerySet[Notice]":
    """What was left for people in that time, is unread, and did not go by e-mail."""
    mailed = Delivery.objects.filter(notice=OuterRef("pk"))
    return Notice.objects.filter(~Exists(mailed), person__isnull=False, read_at=None, created_at__gte=since, created_at__lt=until)


def _is_first(day: date) -> bool:
    """Whether nobody has done this day yet; the row stays locked until this transaction ends."""
    Counter.objects.bulk_create([Counter(name=SUMMARY, last=0)], ignore_conflicts=True)
    return bool(Counter.objects.filter(name=SUMMARY, last__lt=day.toordinal()).update(last=day.toordinal()))


def _readers(since: datetime, until: datetime) -> "QuerySet[Person]":
    """Who may get a summary: those with something unread who want it so, and those who want to know what they owe."""
    by_default = Q(preference=None) if Preference().ordinary == Preference.Ordinary.SUMMARY else Q(pk__in=[])
    wants_unread = by_default | Q(preference__ordinary=Preference.Ordinary.SUMMARY)
    has_unread = Exists(unmailed(since, until).filter(person=OuterRef("pk")))
    people = Person.objects.filter(is_active=True).exclude(email="").annotate(has_unread=has_unread)
    return people.filter(wants_unread & Q(has_unread=True) | Q(preference__obligations=True)).order_by("pk")


def _for(ids: Sequence[int], readers: "QuerySet[Person]", until: datetime, now: datetime) -> int:
    people = list(readers.filter(pk__in=ids).select_related("preference"))
    owed = _owed([person for person in people if _wants_owed(person)])
    return len(actions.leave(filter(None, (_summary(person, owed.get(person.pk, ()), until, now) for person in people))))


def _owed(people: Sequence[Person]) -> dict[int, Lines]:
    """What these people owe, from all sources."""
    found: dict[int, list[tuple[str, str]]] = {}
    for source in _sources if people else ():
        for pk, lines in source(people).items():
            found.setdefault(pk, []).extend(lines)
    return {pk: lines for pk, lines in found.items() if lines}


def _wants_owed(person: Person) -> bool:
    chosen = getattr(person, "preference", None)
    return chosen is not None and chosen.obligations


def _summary(person: Person, owed: Lines, until: datetime, now: datetime) -> Notice | None:
    """The summary of one person, or None when there is nothing to say. Born read: it goes by e-mail only."""
    chosen = getattr(person, "preference", None) or Preference()
    unread = chosen.ordinary == Preference.Ordinary.SUMMARY and bool(getattr(person, "has_unread", False))
    if not unread and not owed:
        return None
    params = {"until": until.isoformat(), "unread": unread, "owed": [list(line) for line in owed]}
    cause = f"{SUMMARY}:{until:%Y-%m-%d}"
    return Notice(person=person, kind=SUMMARY, cause=cause, params=params, created_at=now, read_at=now)
