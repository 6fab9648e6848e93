from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "tickets"

    def ready(self) -> None:
        """Register what each action does."""
        from tickets import actions  # noqa: F401
