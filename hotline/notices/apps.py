from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "hotline.notices"
    label = "notices"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """Register the kinds of notice that are said here."""
        from hotline.notices import robots

        robots.register()
