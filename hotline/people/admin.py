"""Units and persons, for the role admin. Nothing here can make anybody a superuser, nor change one's own roles."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import ForeignObjectRel, Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_lazy as _
from tree_queries.forms import TreeNodeChoiceField

from hotline.people import phones
from hotline.people.forms import SignInForm
from hotline.people.matching import key
from hotline.people.models import Person, Role, Unit, UnitAlias

# /admin/login/ has the same brake on guessing as the sign-in page.
admin.site.login_form = SignInForm
admin.site.unregister(Group)  # roles are fixed; a group with other permissions would be a hidden role


def is_referenced(obj: Model) -> bool:
    """Whether any row points at this one: then it is deactivated, not deleted."""
    for relation in obj._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        model = relation.related_model
        # The link to one's own roles is no reference, nor is another name of the unit itself: both go with it.
        own_row = model._meta.auto_created or model in (Group, UnitAlias)
        if not own_row and model._base_manager.filter(**{relation.field.name: obj}).exists():
            return True
    return False


class KeepHistory(admin.ModelAdmin):
    """Deletes only what was never used."""

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return obj is not None and super().has_delete_permission(request, obj) and not is_referenced(obj)


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = ["name", "short_name", "kind", "parent", "position", "approves_replies", "is_active"]

    def clean_parent(self) -> Unit | None:
        parent: Unit | None = self.cleaned_data["parent"]
        if parent and self.instance.pk and Unit.objects.ancestors(parent, include_self=True).filter(pk=self.instance.pk).exists():
            raise ValidationError(gettext("A unit cannot be part of itself or of one of its own sub-units."))
        return parent

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        office = Unit.objects.filter(kind=Unit.Kind.OFFICE, parent=None).first()
        if office and office.pk == self.instance.pk:
            if data.get("kind") != Unit.Kind.OFFICE or data.get("parent"):
                self.add_error("kind", gettext("This is the hotline office; it stays that, and part of no other unit."))
            if not data.get("is_active"):
                self.add_error("is_active", gettext("The hotline office cannot be deactivated."))
        elif office and data.get("kind") == Unit.Kind.OFFICE and not data.get("parent") and "parent" not in self.errors:
            self.add_error("kind", gettext("There is a hotline office already: %(name)s.") % {"name": office.name})
        if self.instance.pk and not data.get("is_active"):
            if Unit.objects.filter(parent=self.instance, is_active=True).exists():
                self.add_error("is_active", gettext("Some of its sub-units are active. Deactivate those first."))
            if Person.objects.filter(unit=self.instance, is_active=True).exists():
                self.add_error("is_active", gettext("Some of its people are active. Move or deactivate them first."))
        return data


class AliasForm(forms.ModelForm):
    class Meta:
        model = UnitAlias
        fields = ["name"]

    def clean_name(self) -> str:
        """An alias is no other unit's name, short name or alias, also not if it is only written in another way."""
        name: str = self.cleaned_data["name"]
        others = Unit.objects.exclude(pk=self.instance.unit_id)
        aliases = UnitAlias.objects.exclude(unit_id=self.instance.unit_id)
        taken = {key(name): unit.name for unit in others for name in (unit.name, unit.short_name) if name}
        taken |= {key(alias.name): alias.unit.name for alias in aliases.select_related("unit")}
        if unit := taken.get(key(name)):
            message = gettext("“%(value)s” is also a name of %(unit)s. A name means one unit: keep it at one of them.")
            raise ValidationError(message % {"value": name, "unit": unit})
        return name


class AliasInline(admin.TabularInline):
    """Other names the unit is known by in rosters and lists that others write (D1)."""

    model = UnitAlias
    form = AliasForm
    extra = 1

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """They are part of the unit: no permission of their own."""
        return bool(getattr(request.user, "has_perm", lambda name: False)("people.change_unit"))

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class TreePaginator(Paginator):
    def _check_object_list_is_ordered(self) -> None:
        """The tree is an order Django cannot see."""


class TreeList(ChangeList):
    """A list in the order of the tree: any other order, even one by id added for certainty, would win over it."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        return []


@admin.register(Unit)
class UnitAdmin(KeepHistory):
    form = UnitForm
    inlines = [AliasInline]
    list_display = ["indented_name", "short_name", "kind", "position", "approves_replies", "is_active"]
    list_filter = ["is_active", "kind", "approves_replies"]
    search_fields = ["name", "short_name"]
    sortable_by = ()
    paginator = TreePaginator
    list_per_page = 200

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TreeList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return Unit.objects.with_tree_fields()  # type: ignore[no-any-return]

    @admin.display(description=_("name"))
    def indented_name(self, unit: Unit) -> str:
        """The name, behind one dash for each level above it."""
        return f"{'— ' * getattr(unit, 'tree_depth', 0)}{unit.name}"


class RoleChoiceField(forms.ModelMultipleChoiceField):
    """The roles of section 2 in their order, under their names."""

    def label_from_instance(self, obj: Group) -> str:
        return str(Role(obj.name).label)


def role_field() -> RoleChoiceField:
    return RoleChoiceField(
        queryset=Group.objects.filter(name__in=Role.values).order_by("id"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label=_("roles"),
        help_text=_("What each role may do stands in the documentation. Nobody changes the own roles."),
    )


class ActiveUnitMixin:
    """A person is moved to an active unit only; one who belongs to an inactive unit may stay there."""

    cleaned_data: dict[str, Any]
    changed_data: list[str]

    def clean_unit(self) -> Unit:
        unit: Unit = self.cleaned_data["unit"]
        if "unit" in self.changed_data and not unit.is_active:
            raise ValidationError(gettext("This unit is not active."))
        return unit


class ContactMixin:
    """A work phone that is new or different reaches somebody."""

    cleaned_data: dict[str, Any]
    changed_data: list[str]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if "phone" in self.changed_data:
            try:
                phones.contact(phone)
            except ValueError:
                raise ValidationError(gettext("This is no phone number. Example: 0898-12345678 转 8001")) from None
        return phone


class PersonForm(ActiveUnitMixin, ContactMixin, UserChangeForm):
    pass


class NewPersonForm(ActiveUnitMixin, ContactMixin, UserCreationForm):
    pass


def is_self(request: HttpRequest, person: Any) -> bool:
    return person is not None and person.pk == request.user.pk


@admin.register(Person)
class PersonAdmin(KeepHistory, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    add_form_template = "admin/change_form.html"
    list_display = ["name", "username", "unit", "rank", "role_names", "is_active"]
    list_display_links = ["name", "username"]
    list_filter = ["is_active", "rank", "unit"]
    list_select_related = ["unit"]
    search_fields = ["name", "username", "unit__name", "unit__short_name", "phone"]
    ordering = ["unit__position", "unit_id", "id"]
    filter_horizontal = ()
    readonly_fields = ["last_login"]
    fieldsets = [
        (None, {"fields": ["username", "password", "name", "unit", "rank", "post", "phone", "email"]}),
        (_("Roles"), {"fields": ["is_active", "groups", "last_login"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "password1", "password2", "name", "unit", "rank", "post", "phone", "email"]}),
        (_("Roles"), {"fields": ["groups"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def role_names(self, person: Person) -> str:
        """Roles in the order of section 2."""
        return "、".join(str(role.label) for role in Role if role in person.roles)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser is beyond the role admin: neither the data nor the password (which asks here too)."""
        return super().has_change_permission(request, obj) and (obj is None or not obj.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj.is_superuser or is_self(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Nobody gives himself a role, nor locks himself out."""
        own = ["groups", "role_names", "is_active"] if is_self(request, obj) else []
        return [*super().get_readonly_fields(request, obj), *own]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The own roles are read as text."""
        fieldsets = super().get_fieldsets(request, obj)
        if not is_self(request, obj):
            return fieldsets
        return [
            (title, more | {"fields": ["role_names" if field == "groups" else field for field in more["fields"]]})
            for title, more in fieldsets
        ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            return role_field()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "unit":
            kwargs["form_class"] = TreeNodeChoiceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
