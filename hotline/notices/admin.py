"""The work groups' robots, for the role admin, who alone sees their addresses."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _, gettext_lazy
from tree_queries.forms import TreeNodeChoiceField

from hotline.notices import outbox
from hotline.notices.forms import RobotForm
from hotline.notices.models import Robot
from hotline.people.admin import KeepHistory


@admin.register(Robot)
class RobotAdmin(KeepHistory):
    form = RobotForm
    list_display = ["name", "unit", "format", "host", "is_active"]
    list_filter = ["is_active", "format"]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__name", "unit__short_name"]
    ordering = ["unit__position", "unit_id", "id"]
    actions = ["try_out"]

    @admin.display(description=gettext_lazy("server"))
    def host(self, robot: Robot) -> str:
        """Where it is, without the rest of the address, which is a secret."""
        return urlsplit(robot.url).netloc

    @admin.action(description=gettext_lazy("Send a test message"), permissions=["change"])
    def try_out(self, request: HttpRequest, queryset: "QuerySet[Robot]") -> None:
        """Writes to each group at once and says what its robot answered."""
        for robot in queryset:
            error = outbox.try_group(robot)
            if error:
                messages.error(request, _("Robot %(robot)s: %(error)s") % {"robot": robot.name, "error": error})
            else:
                messages.success(request, _("%(robot)s: the test message was accepted.") % {"robot": robot.name})

    def save_model(self, request: HttpRequest, obj: Robot, form: "ModelForm[Any]", change: bool) -> None:
        """What was mended is tried again at once."""
        obj.paused_until = None
        super().save_model(request, obj, form, change)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "unit":
            kwargs["form_class"] = TreeNodeChoiceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
