"""The calendar in the admin's pages: any change there is a new version."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from hotline.workdays import actions
from hotline.workdays.models import CalendarDay, CalendarVersion, CalendarYear


class _Versioned(admin.ModelAdmin):
    """Saves and deletes together with the new version, or not at all."""

    def save_model(self, request: HttpRequest, obj: Model, form: "ModelForm[Any]", change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            self._changed(request, f"{self.opts.verbose_name}: {obj}")

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with transaction.atomic():
            what = str(obj)
            super().delete_model(request, obj)
            self._changed(request, f"{self.opts.verbose_name}: − {what}")

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            what = ", ".join(map(str, queryset[:5]))
            super().delete_queryset(request, queryset)
            self._changed(request, f"{self.opts.verbose_name_plural}: − {what}")

    def _changed(self, request: HttpRequest, why: str) -> None:
        actions.changed(actor=request.user, why=why)  # type: ignore[arg-type]


@admin.register(CalendarDay)
class CalendarDayAdmin(_Versioned):
    list_display = ("date", "is_workday", "name", "kind", "unit")
    list_filter = ("kind", "is_workday")
    list_select_related = ("unit",)
    date_hierarchy = "date"
    search_fields = ("name",)


@admin.register(CalendarYear)
class CalendarYearAdmin(_Versioned):
    list_display = ("year", "official", "source", "loaded_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        # Another number in the key of an old row would make a second year of it.
        return ("year",) if obj else ()


@admin.register(CalendarVersion)
class CalendarVersionAdmin(admin.ModelAdmin):
    """To read only: the history of the calendar."""

    list_display = ("number", "made_at", "why", "by")
    list_select_related = ("by",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
