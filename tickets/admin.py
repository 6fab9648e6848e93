"""Categories in the admin: the tree of what calls are about. Tickets themselves are never in the admin (section 2)."""

from django.contrib import admin
from django.http import HttpRequest

from tickets.models import Category


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    """The tree, level by level."""

    list_display = ("name", "parent", "position", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name",)
    autocomplete_fields = ("parent",)
    list_select_related = ("parent",)
    list_per_page = 200

    def has_delete_permission(self, request: HttpRequest, obj: Category | None = None) -> bool:
        """Never: a category is switched off; looking for the tickets that carry it would scan them all."""
        return False
