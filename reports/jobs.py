"""Work of this floor that may take longer than anybody waits: a list as an Excel file, urging very many tickets."""

import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _, ngettext

from hotline import clock, options
from hotline.jobs.actions import Failed, Progress, register, start
from hotline.jobs.models import Job
from hotline.paging import later
from hotline.people.models import Person
from reports import excel, scope as scopes, urging, words
from reports.listing import Row, listed
from reports.scope import Scope
from tickets.operation import Forbidden

EXPORT, URGE = "reports.export", "reports.urge"
CHUNK = 500  # rows read at a time
SENTENCES = 20  # refused numbers named per reason


def start_export(scope: Scope, *, actor: Person) -> Job:
    """Have the list of that scope written to an Excel file, in the language of whoever asked."""
    title = _("Excel: %(list)s") % {"list": words.title(scope)}
    return start(EXPORT, actor=actor, title=title, scope=scope.params, language=translation.get_language())


def start_urging(tickets: list[int], *, actor: Person, text: str, key: uuid.UUID) -> Job:
    """Have very many tickets urged; the same `key` again gives the work that was started with it."""
    if twin := Job.objects.filter(person=actor, kind=URGE, params__key=str(key)).first():
        return twin
    title = ngettext("Urge %(n)s ticket", "Urge %(n)s tickets", len(tickets)) % {"n": len(tickets)}
    language = translation.get_language()
    return start(URGE, actor=actor, title=title, tickets=tickets, text=text, key=str(key), language=language)


@register(EXPORT)
def run_export(job: Job, progress: Progress) -> str:
    """Write the file. The list is as of the instant it was asked for."""
    person = _person(job)
    # Read at the moment the job was made: it may have waited, and the instant of its list must still be taken as fresh.
    scope = Scope.read(job.params["scope"], job.made_at)
    with translation.override(job.params["language"]):
        heading = excel.Heading(options.get("office_name"), words.title(scope), words.as_of(scope, dated=True))
        total = scopes.rows(scope).count()
        with excel.export(rows(scope, person), heading, scope.at, lambda done: progress(done, total)) as file:
            name = get_valid_filename(f"{words.title(scope)} {clock.local(scope.at):%Y-%m-%d %H%M}")
            job.keep(f"{name}.xlsx", file)
        return ngettext("%(n)s obligation", "%(n)s obligations", total) % {"n": total}


@register(URGE)
def run_urging(job: Job, progress: Progress) -> str:
    """Urge them; a second attempt passes over what the first did."""
    tickets = job.params["tickets"]
    with translation.override(job.params["language"]):
        try:
            outcome = urging.urge(
                tickets,
                actor=_person(job),
                text=job.params["text"],
                key=uuid.UUID(job.params["key"]),
                progress=lambda done: progress(done, len(tickets)),
            )
        except Forbidden as refused:
            raise Failed(str(refused.message)) from refused
        return "\n".join(said(outcome))


def said(outcome: urging.Outcome) -> Iterator[str]:
    """What became of an urging, in sentences; the first says how many were urged."""
    yield ngettext("%(n)s ticket was urged.", "%(n)s tickets were urged.", outcome.done) % {"n": outcome.done}
    for sentence, numbers in outcome.refused.items():
        named = "、".join(numbers[:SENTENCES])
        more = len(numbers) - SENTENCES
        if more > 0:
            named = _("%(numbers)s and %(n)s more") % {"numbers": named, "n": more}
        yield _("Not urged: %(numbers)s. %(why)s") % {"numbers": named, "why": sentence}


def rows(scope: Scope, person: Person) -> Iterator[Row]:
    """All rows of a list, the first due first, read in chunks by key."""
    found = scopes.rows(scope).select_related("unit", "held_by").order_by("due_at", "pk")
    place = Q()
    while chunk := list(found.filter(place)[:CHUNK]):
        yield from listed(chunk, person, scope.at)
        place = later(chunk[-1].due_at, chunk[-1].pk)


def _person(job: Job) -> Person:
    person: Any = job.person
    if person is None:
        raise Failed(_("You do not have the right to do this."))
    return person  # type: ignore[no-any-return]
