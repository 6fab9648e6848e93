"""The one-time sign-in slip (D21): the front desk prints it for a leader at check-in, the leader sets a password with it.

A slip must not become a way up: it is only for leaders of today's crew who hold nothing but their unit's roles. Nor a way into
somebody's account: not for who has signed in with a password that came from no slip.
"""

import hashlib
import hmac
import secrets

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dutyroster import onduty, standing
from dutyroster.models import Shift, Slip
from hotline import clock
from hotline.notices.actions import tell
from hotline.people.models import Person, Role, Unit
from tickets.operation import Forbidden, Refused

# Crockford's base32: nothing that looks like something else on paper. Ten of them are 50 bits.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 10, 5
_TYPED = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})  # what people make of it
_ROLES = frozenset({Role.UNIT_LEADER, Role.HANDLER})


@transaction.atomic
def issue(shift: Shift, person: Person, *, actor: Person) -> str:
    """A new slip for a leader of the crew, valid until the shift ends; former ones are void. Gives the code, once.

    Raises Forbidden for all but the front desk, Refused for whoever signs in with a password of their own, or outside the hours.
    """
    if not standing.is_desk(actor):
        raise Forbidden(_("Slips are printed by the front desk of the hotline office."))
    now = clock.now()
    if not standing.opens_at(shift) <= now < shift.ends_at:
        raise Refused(_("Slips are printed on the duty day, at check-in."))
    # Two who issue at once wait for each other here: one slip is in force in the end.
    person = Person.objects.select_for_update(of=("self",)).select_related("unit").get(pk=person.pk)
    if not onduty.crew(shift).is_leader(person):
        raise Refused(_("%(name)s is not a leader on duty that day.") % {"name": person.name})
    if sentence := why_not(person):
        raise Refused(sentence)
    Slip.objects.filter(person=person, used_at=None, revoked_at=None).update(revoked_at=now)
    code = "".join(secrets.choice(ALPHABET) for _n in range(LENGTH))
    slip = Slip.objects.create(
        shift=shift, person=person, code_hash=code_hash(code), made_by=actor, made_at=now, expires_at=shift.ends_at
    )
    tell([person], "slip_issued", cause=f"slip:{slip.pk}", link="/duty/", is_duty=True, by=actor.name)
    return written(code)


@transaction.atomic
def use(code: str, password: str) -> Person:
    """Set the password with a slip's code and give the person to be signed in; the slip is used then.

    Raises Refused at `code` where it is wrong, used, void or expired (one sentence for all: it tells a stranger nothing), and
    at `password` where that is not good enough; then the slip stays usable.
    """
    slip = find(code, lock=True)
    if slip is None:
        raise Refused(_("This code is wrong, was used already or has expired. Ask the front desk for a new slip."), field="code")
    person = slip.person
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password1") from error
    now = clock.now()
    person.set_password(password)
    person.has_slip_password = True
    person.save(update_fields=["password", "has_slip_password"])
    slip.used_at = now
    slip.save(update_fields=["used_at"])
    tell([person], "slip_used", cause=f"slip:{slip.pk}", link="/account/", is_duty=True, at=f"{now:%H:%M}")
    return person


def find(code: str, *, lock: bool = False) -> Slip | None:
    """The slip in force with that code, as typed; None where there is none. Who left the crew meanwhile cannot use it."""
    rows = Slip.objects.select_related("person__unit", "shift__unit", "shift__roster")
    if lock:
        rows = rows.select_for_update(of=("self", "person"))
    now = clock.now()
    slip = rows.filter(code_hash=code_hash(code), used_at=None, revoked_at=None, expires_at__gt=now).first()
    if slip is None or why_not(slip.person) or not onduty.crew(slip.shift).is_leader(slip.person):
        return None
    return slip


def why_not(person: Person) -> str:
    """Why no slip can be made for this person; empty where one can."""
    said = {"name": person.name}
    if not _has_only_unit_rights(person):
        return _("%(name)s has other rights too and signs in with the own password.") % said
    if person.last_login and person.has_usable_password() and not person.has_slip_password:
        return _("%(name)s signs in with the own password. Who has forgotten it gets a new one from an admin.") % said
    return ""


def _has_only_unit_rights(person: Person) -> bool:
    """An active account of a member unit with no rights beyond it."""
    return (
        person.is_active
        and not person.is_superuser
        and not person.is_staff
        and person.unit.kind != Unit.Kind.OFFICE
        and person.roles <= _ROLES
        and not person.user_permissions.exists()
    )


def code_hash(code: str) -> str:
    """Keyed hash of a code as typed: spaces, dashes and case do not matter. The code itself is not kept."""
    plain = "".join(c for c in code.upper().translate(_TYPED) if c in ALPHABET)
    return hmac.new(settings.SECRET_KEY.encode(), f"slip:{plain}".encode(), hashlib.sha256).hexdigest()


def written(code: str) -> str:
    """The code in groups, as it is printed."""
    return "-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP))
