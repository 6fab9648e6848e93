"""What of duty waits for somebody's decision, on the home page: leave, appeals against scores, make-up days (D18-D20)."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutyroster.actions import leave, roster as rosters
from dutyroster.models import Appeal, Leave
from hotline.people.models import Person, Role
from tickets.home import Section, register_section


@dataclass(frozen=True)
class Row:
    """One sort of decision: what, how many, and where they are made."""

    what: Promise
    n: int
    link: str


def waiting(person: Person) -> list[Row]:
    """What waits for this person; sorts of which nothing does are left out (six queries at most)."""
    leaves, scores = reverse("dutyroster:leaves"), reverse("dutyroster:scores")
    rows = [Row(_("Leave to be decided"), len(leave.to_decide(person)), f"{leaves}#waiting")]
    if person.has_role(Role.OFFICE_HEAD):
        rows.append(Row(_("Appeals to be decided"), _appeals(person), f"{scores}#appeals"))
    if rosters.may_plan(person):
        rows.append(Row(_("Make-up duty to be arranged"), Leave.objects.debts().count(), f"{leaves}#debts"))
    return [row for row in rows if row.n]


def _appeals(person: Person) -> int:
    """Undecided ones; nobody decides their own, or on the own unit's score."""
    return Appeal.objects.filter(decided_at=None).exclude(by=person).exclude(score__unit=person.unit_id).count()


def has_to_decide(person: Person) -> bool:
    """Whether anything waits: else the page says nothing of it."""
    return bool(waiting(person))


def section(person: Person) -> Section:
    """One line for each sort."""
    return Section(_("For you to decide"), list(waiting(person)), template="dutyroster/home_decide.html")


def register() -> None:
    """Called when the app is ready."""
    register_section(has_to_decide, section, first=True)
