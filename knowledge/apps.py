from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    verbose_name = _("Knowledge base")

    def ready(self) -> None:
        """Register with the floors below."""
        from knowledge import home, subjects, texts

        subjects.register()
        texts.register()
        home.register()
