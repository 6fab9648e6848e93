from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tickets.demo import extras


class DutyRosterConfig(AppConfig):
    name = "dutyroster"
    verbose_name = _("Duty roster")

    def ready(self) -> None:
        """Answer who is on duty, and register with the floors below."""
        from dutyroster import (  # noqa: F401
            book,
            clockwork,
            home,
            home_decide,
            home_owed,
            home_today,
            onduty,
            roster_warning,
            subjects,
            texts,
            verify,
        )
        from tickets import journal

        onduty.register()
        home_today.register()  # before: the own duty comes first
        home.register()
        home_decide.register()
        roster_warning.register()
        home_owed.register()
        texts.register()
        subjects.register()
        extras.register(_demo)
        journal.also(_("Callback sheets"), verify.verify_sheets)
        journal.also(_("Handovers"), verify.verify_handovers)


def _demo() -> extras.Extra:
    from dutyroster.demo import tasks

    return tasks
