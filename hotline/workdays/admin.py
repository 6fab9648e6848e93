"""The calendar's rows in the admin's pages: to search and read. It is changed at /workdays/change/, which shows what moves."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from hotline.workdays.models import CalendarDay, CalendarVersion, CalendarYear


class _ReadOnly(admin.ModelAdmin):
    """One way to change the calendar is enough; the list leads to it."""

    change_list_template = "workdays/admin_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(CalendarDay)
class CalendarDayAdmin(_ReadOnly):
    list_display = ("date", "is_workday", "name", "kind", "unit")
    list_filter = ("kind", "is_workday")
    list_select_related = ("unit",)
    date_hierarchy = "date"
    search_fields = ("name",)


@admin.register(CalendarYear)
class CalendarYearAdmin(_ReadOnly):
    list_display = ("year", "official", "source", "loaded_at")


@admin.register(CalendarVersion)
class CalendarVersionAdmin(_ReadOnly):
    """The history of the calendar."""

    list_display = ("number", "made_at", "why", "by")
    list_select_related = ("by",)
