"""Many supervision notices signed in one batch, each by itself: what is refused holds back no other (P9)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from hotline.jobs import actions as jobs
from hotline.jobs.models import OPEN, Job
from hotline.people.models import Person
from tickets.flow import Action
from tickets.models import Event, SupervisionOrder
from tickets.operation import Refused, perform

KIND = "sign_orders"  # of the job
# An order is decided on once in its life, so its id alone makes the key by which a second click acts once.
_KEYS = UUID("4d1f5a52-61f5-4b5c-9f0e-0c1f6f3f5a10")


@dataclass
class Signed:
    """What a batch did: the events, and per refused ticket number the sentence why."""

    done: list[Event] = field(default_factory=list)
    refused: list[tuple[str, Promise | str]] = field(default_factory=list)


def sign(order: SupervisionOrder, *, actor: Person) -> Event:
    """Sign one order, which counts from now; again by the same person gives the first event. Raises what `perform` raises."""
    key = uuid5(_KEYS, f"{actor.pk} signs {order.pk}")
    return perform(order.ticket_id, Action.SIGN_ORDER, actor=actor, request_id=key, granted=True, order=order.pk)


def give_back(order: SupervisionOrder, *, actor: Person, text: str) -> Event:
    """Do not sign it, for that reason; again by the same person gives the first event. Raises what `perform` raises."""
    key = uuid5(_KEYS, f"{actor.pk} gives back {order.pk}")
    return perform(order.ticket_id, Action.SIGN_ORDER, actor=actor, request_id=key, granted=False, text=text, order=order.pk)


def sign_many(pks: Sequence[int], *, actor: Person, progress: jobs.Progress = lambda done, total: None) -> Signed:
    """Sign these waiting notices one after the other. Repeatable: what is signed already counts as done."""
    found = SupervisionOrder.objects.select_related("ticket").in_bulk(pks)
    rows = [row for _pk, row in sorted(found.items()) if row.kind == SupervisionOrder.Kind.NOTICE]
    signed = Signed()
    for position, row in enumerate(rows):
        progress(position, len(rows))
        try:
            signed.done.append(sign(row, actor=actor))
        except Refused as refused:
            signed.refused.append((row.ticket.number, refused.message))
    progress(len(rows), len(rows))
    return signed


def start(pks: Sequence[int], *, actor: Person) -> Job:
    """Have a long batch signed in the background; a second click gives the job of the first."""
    orders = sorted(pks)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=actor.pk)  # the second click waits for the first
        running = Job.objects.filter(kind=KIND, person=actor, state__in=OPEN, params={"orders": orders}).first()
        title = _("Signing %(n)s supervision notices") % {"n": len(orders)}
        return running or jobs.start(KIND, actor=actor, title=title, orders=orders)


@jobs.register(KIND)
def _run(job: Job, progress: jobs.Progress) -> str:
    if job.person is None:
        raise jobs.Failed(_("Supervision notices are signed by a person."))
    signed = sign_many(job.params["orders"], actor=job.person, progress=progress)
    lines = [_("%(n)s supervision notices are signed.") % {"n": len(signed.done)}]
    return "\n".join(lines + [_("Not signed: %(number)s: %(why)s") % {"number": n, "why": why} for n, why in signed.refused])
