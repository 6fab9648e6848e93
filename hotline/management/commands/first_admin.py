"""`manage.py first_admin`: make an empty installation usable: roles, the hotline office, the first account."""

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction

from hotline.management import reach_database
from hotline.people.models import Person, Role, Unit
from hotline.people.roles import ensure_roles

PASSWORD_VARIABLE = "HOTLINE_ADMIN_PASSWORD"


class Command(BaseCommand):
    """Asks for what is not given; with --noinput nothing is asked and the password comes from the environment."""

    help = "Create the roles, the hotline office and the first account, which has the role admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username")
        parser.add_argument("--name", help="the person's name as others see it")
        parser.add_argument("--office", default="12345热线办公室", help="name of the hotline office, if there is none yet")
        parser.add_argument("--noinput", action="store_true", help=f"ask nothing; the password is in {PASSWORD_VARIABLE}")
        parser.add_argument("--another", action="store_true", help="make one more, although there is an admin already")

    def handle(self, *args: Any, **options: Any) -> None:
        reach_database()
        if "people_person" not in connection.introspection.table_names():
            raise CommandError("The database is empty: run manage.py prepare first.")
        if not options["another"] and Person.objects.with_role(Role.ADMIN).exists():
            raise CommandError("There is an admin already; to make one more, add --another.")
        try:
            person = self._person(options)
            password = self._given_password(person) if options["noinput"] else self._asked_password(person)
        except EOFError:
            raise CommandError(
                f"Nobody is there to answer: use --noinput with --username, --name and {PASSWORD_VARIABLE}."
            ) from None
        self._create(person, password, options["office"])
        self.stdout.write(f"{person.name} can now sign in as {person.username}.")

    def _person(self, options: dict[str, Any]) -> Person:
        answers = {}
        for field, question in (("username", "User name: "), ("name", "Name: ")):
            answers[field] = (options[field] or ("" if options["noinput"] else input(question))).strip()
        person = Person(**answers)
        try:
            person.full_clean(exclude=["password", "unit"])
        except ValidationError as error:
            raise CommandError("; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())) from None
        return person

    def _given_password(self, person: Person) -> str:
        password = os.environ.get(PASSWORD_VARIABLE, "")
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(f"{PASSWORD_VARIABLE}: {' '.join(error.messages)}") from None
        return password

    def _asked_password(self, person: Person) -> str:
        while True:
            password = getpass("Password: ")
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
                continue
            if getpass("Password again: ") == password:
                return password
            self.stderr.write("The two were not the same.")

    @transaction.atomic
    def _create(self, person: Person, password: str, office: str) -> None:
        ensure_roles()
        person.unit = Unit.objects.get_or_create(kind=Unit.Kind.OFFICE, parent=None, defaults={"name": office})[0]
        person.set_password(password)
        person.save()
        person.groups.add(Group.objects.get(name=Role.ADMIN))
