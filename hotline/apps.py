from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HotlineConfig(AppConfig):
    name = "hotline"
    verbose_name = _("Hotline settings")

    def ready(self) -> None:
        """Make our Celery application the current one in every process, so that views reach the right broker."""
        from hotline import celery  # noqa: F401
