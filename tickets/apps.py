from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TicketsConfig(AppConfig):
    name = "tickets"
    verbose_name = _("Tickets")

    def ready(self) -> None:
        """Register what each action does, and with the floors below."""
        from tickets import actions, misses, recounted, subjects  # noqa: F401

        subjects.register()
        misses.register()
        recounted.register()
