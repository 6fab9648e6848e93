from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    name = "hotline.deadlines"
    label = "deadlines"
    verbose_name = _("Deadlines")

    def ready(self) -> None:
        """Say alarms in words; tell the calendar below what a change of it would move."""
        from hotline.deadlines import missing, preview, recompute, summary, telling, texts  # noqa: F401
        from hotline.notices import texts as notices
        from hotline.notices.summary import register_summary
        from hotline.workdays import preview as calendar

        notices.register(telling.KIND, texts.alarm_said)
        calendar.register(preview.look)
        register_summary(summary.lines)
