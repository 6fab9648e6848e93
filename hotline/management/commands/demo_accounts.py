"""`manage.py demo_accounts`: who can sign in to the demo."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand


class Command(BaseCommand):
    """Nothing is printed where the demo is not loaded."""

    help = "Print the accounts of the demo and their common password."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            demo = import_module("tickets.demo")
        except ModuleNotFoundError:
            return
        people = get_user_model().objects.filter(username__in=[row[0] for row in demo.ACCOUNTS])
        known = set(people.values_list("username", flat=True))
        rows = [row for row in demo.ACCOUNTS if row[0] in known]
        if not settings.EMBEDDED or not rows:
            return
        self.stdout.write(f"Demo accounts, all with the password {demo.PASSWORD}")
        width = max(len(row[0]) for row in rows)
        for username, role, name in rows:
            self.stdout.write(f"  {username:<{width}}  {name}  {role}")
