"""The records of people against what there is: accounts, units, roles, and what nobody does to the own account."""

from collections import Counter
from collections.abc import Callable
from copy import copy

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from hotline import clock
from hotline.people import phones
from hotline.people.matching import key
from hotline.people.models import Person, Role
from hotline.people.sheets.columns import PERSON, SEPARATOR, offered, several, tidy, values, word
from hotline.people.sheets.faults import Checked
from hotline.people.sheets.plan import Change, Field, PersonWrite
from hotline.people.sheets.reading import Record
from hotline.people.sheets.state import State
from hotline.people.sheets.units import Units

_is_account = UnicodeUsernameValidator()
_PLAIN = ("name", "rank", "post", "phone", "email", "is_active")
_ORDER = [str(role.value) for role in Role]


def _is_valid(validator: Callable[[str], None], text: str) -> bool:
    try:
        validator(text)
    except ValidationError:
        return False
    return True


class Persons(Checked):
    """The people of the file as they would be."""

    kind = "person"

    def __init__(self, now: State, units: Units, records: list[Record], actor: Person | None) -> None:
        super().__init__(records)
        self.now, self.units, self.actor = now, units, actor
        self._at = clock.now()  # once: the test clock asks the database
        self.read_of: list[tuple[Record, Person, frozenset[str]]] = []
        self._by_account = {person.username: person for person in now.persons.values()}
        self._by_folded = {person.username.casefold(): person for person in now.persons.values()}

    def read(self) -> None:
        """Take over what the records say."""
        seen: dict[str, Record] = {}
        for record in self.records:
            account = self._account(record)
            if first := seen.get(account.casefold()) if account else None:
                self.twice(record, "account", first)
                continue
            person, roles = self._read(record, account)  # also without an account: all that is wrong is said at once
            if account:
                seen[account.casefold()] = record
                self.read_of.append((record, person, roles))

    def _account(self, record: Record) -> str:
        account = tidy("account", record.values["account"])
        if not account:
            self.fault(record, "account", _("The account is missing. Write the name the person signs in with."))
            return ""
        other = self._by_folded.get(account.casefold())
        if account in self._by_account:
            return account
        if len(account) > 150 or not _is_valid(_is_account, account):
            message = _(
                "“%(value)s” is no account. Use at most 150 letters, digits and the characters @ . + - _, without blanks."
            )
            self.fault(record, "account", message, value=record.values["account"])
        elif other:
            message = _("“%(value)s” differs from the account “%(other)s” only in capital letters. Write it like that.")
            self.fault(record, "account", message, value=account, other=other.username)
        else:
            return account
        return ""

    def _read(self, record: Record, account: str) -> tuple[Person, frozenset[str]]:
        was = self._by_account.get(account)
        person = copy(was) if was else Person(username=account, date_joined=self._at)
        if not tidy("name", record.values.get("name", "")) and (was is None or record.has("name")):
            self.fault(record, "name", _("The name of the person is missing. Write it here."))
        else:
            self.text(record, "name", person)
        for column in ("post", "phone", "email"):
            self.text(record, column, person)
        self._phone(record, person, was)
        self._email(record, person, was)
        self.choice(record, "rank", person)
        self.yes_no(record, "is_active", person)
        self._unit(record, person, was)
        return person, self._roles(record, was)

    def _phone(self, record: Record, person: Person, was: Person | None) -> None:
        if was and person.phone == was.phone:
            return
        try:
            phones.contact(person.phone)
        except ValueError:
            message = _("“%(value)s” is no phone number. Write one like 0898-12345678 转 8001, or leave the cell empty.")
            self.fault(record, "phone", message, value=person.phone)

    def _email(self, record: Record, person: Person, was: Person | None) -> None:
        is_changed = was is None or person.email != was.email
        if person.email and is_changed and not _is_valid(validate_email, person.email):
            message = _("“%(value)s” is no e-mail address. Write one like name@example.cn, or leave the cell empty.")
            self.fault(record, "email", message, value=person.email)

    def _unit(self, record: Record, person: Person, was: Person | None) -> None:
        text = record.values.get("unit", "")
        if not text:
            if was is None or record.has("unit"):
                self.fault(record, "unit", _("The unit of the person is missing. Write its full name."))
            return
        if was and key(text) == key(self.units.after[was.unit_id].name):
            return  # also where it is not active
        found = self.units.matcher.match(text).unit
        if found:
            person.unit_id = found.pk
        else:
            self.unknown_unit(record, "unit", self.units.matcher.match, self.units.is_inactive(text))

    def _roles(self, record: Record, was: Person | None) -> frozenset[str]:
        old = self.now.roles_of(was.pk if was else None)
        if not record.has("roles"):
            return old
        known, found = values("roles"), set()
        for part in several(record.values["roles"]):
            if role := known.get(word(part)):
                found.add(role)
            else:
                message = _("“%(value)s” is no role. Write, divided by 、, some of: %(words)s.")
                self.fault(record, "roles", message, value=part, words=offered("roles"))
        return frozenset(found)

    def active_by_unit(self) -> dict[int, int]:
        """How many active people every unit would have."""
        then = {person.pk: person for person in self.now.persons.values()}
        then |= {person.pk: person for _record, person, _roles in self.read_of if person.pk}
        new = [person for _record, person, _roles in self.read_of if not person.pk]
        return Counter(person.unit_id for person in (*then.values(), *new) if person.is_active)

    def finish(self) -> None:
        """What nobody may do, and that somebody stays who can administer."""
        for record, person, roles in self.read_of:
            was = self.now.persons.get(person.pk or 0)
            if was is None:
                continue
            if was.is_superuser and self._change(person, roles):
                message = _("This is the account of a technical superuser; it is not changed here. Leave the row out.")
                self.fault(record, "account", message)
            if self.actor and was.pk == self.actor.pk:
                self._own(record, person, roles)
            unit = self.units.after.get(person.unit_id)
            if person.is_active and not was.is_active and unit and not unit.is_active:
                self.fault(record, "is_active", _("The unit of this person is deactivated. Name an active unit, too."))
        if self.actor is None and not self._admins():  # an admin who does it stays one
            for record, person, roles in self.read_of:
                if self._was_admin(person) and not (person.is_active and Role.ADMIN in roles):
                    column = "roles" if person.is_active else "is_active"
                    self.fault(record, column, _("Nobody would be left who is an active admin. Keep one."))

    def _own(self, record: Record, person: Person, roles: frozenset[str]) -> None:
        old = self.now.roles_of(person.pk)
        if roles != old:
            labels = SEPARATOR.join(str(role.label) for role in Role if role in old)
            message = _("This is your own account: nobody changes the own roles. Leave here what it was: %(words)s.")
            self.fault(record, "roles", message, words=labels)
        if not person.is_active:
            self.fault(record, "is_active", _("This is your own account: nobody deactivates that."))

    def _was_admin(self, person: Person) -> bool:
        was = self.now.persons.get(person.pk or 0)
        return bool(was and was.is_active and Role.ADMIN in self.now.roles_of(was.pk))

    def _admins(self) -> bool:
        """Whether an active admin would be left, or none was there before."""
        then = {pk for pk, roles in self.now.roles.items() if Role.ADMIN in roles and self.now.persons[pk].is_active}
        if not then:
            return True
        read = {person.pk for _record, person, _roles in self.read_of}
        stays = any(person.is_active and Role.ADMIN in roles for _record, person, roles in self.read_of)
        return stays or bool(then - read)

    # ---- what it comes to

    def writes(self) -> list[PersonWrite]:
        """The people who are new or different."""
        found = ((person, roles, self._change(person, roles)) for _record, person, roles in self.read_of)
        return [PersonWrite(person, roles, change) for person, roles, change in found if change]

    def _change(self, person: Person, roles: frozenset[str]) -> Change | None:
        was = self.now.persons.get(person.pk or 0)
        old = self._values(was, self.now.roles_of(was.pk), now=True) if was else {}
        new = self._values(person, roles)
        fields = tuple(Field("person", name, old.get(name, ""), text) for name, text in new.items() if text != old.get(name, ""))
        if was and not fields:
            return None
        return Change("person", person.username, person.name, was is None, fields)

    def _values(self, person: Person, roles: frozenset[str], *, now: bool = False) -> dict[str, str]:
        found = {}
        for name in _PLAIN:
            value = getattr(person, name)
            found[name] = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        unit = (self.now.units if now else self.units.after).get(person.unit_id)
        found["unit"] = unit.name if unit else ""
        found["roles"] = ",".join(role for role in _ORDER if role in roles)
        return {column.key: found[column.key] for column in PERSON if column.key in found}
