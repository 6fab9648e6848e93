"""Units in their tree, persons with their roles. No other app stores who somebody is."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from hotline import clock


class Role(models.TextChoices):
    """The roles of section 2; each is a Django group of this name. Duty rights are no role: they come from the shift."""

    OPERATOR = "operator", _("operator")
    DISPATCHER = "dispatcher", _("dispatcher")
    HANDLER = "handler", _("unit handler")
    UNIT_LEADER = "unit_leader", _("unit leader")
    CALLBACK_CLERK = "callback_clerk", _("callback clerk")
    SUPERVISOR = "supervisor", _("supervisor")
    EDITOR = "editor", _("editor")
    OFFICE_HEAD = "office_head", _("office head")
    CITY_LEADER = "city_leader", _("city leader")
    ARCHIVIST = "archivist", _("archivist")
    ADMIN = "admin", _("admin")
    AUDITOR = "auditor", _("auditor")


class Rank(models.TextChoices):
    """Rank inside the unit, as the duty rota needs it (D2)."""

    PRINCIPAL = "principal", _("principal")
    DEPUTY = "deputy", _("deputy")
    STAFF = "staff", _("staff")


class Unit(models.Model):  # type: ignore[django-manager-missing]
    """A member unit, a sub-unit of one, or the hotline office itself; a tree (分级负责)."""

    class Kind(models.TextChoices):
        OFFICE = "office", _("hotline office")
        DISTRICT = "district", _("district")
        DEPARTMENT = "department", _("department")
        COMPANY = "company", _("state-owned company")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=100, unique=True)
    short_name = models.CharField(_("short name"), max_length=30, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DEPARTMENT)
    parent = TreeNodeForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    approves_replies = models.BooleanField(_("its leader approves replies"), default=False)
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[Any] = TreeQuerySet.as_manager()  # its tree methods have no types

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind"], condition=models.Q(kind="office", parent=None), name="one_hotline_office"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The short name where there is one: what tables show."""
        return self.short_name or self.name

    @cached_property
    def tree_ids(self) -> frozenset[int]:
        """Ids of this unit and everything below it (one query)."""
        return frozenset(Unit.objects.descendants(self, include_self=True).values_list("id", flat=True))

    @staticmethod
    def office() -> "Unit":
        """The hotline office. Raises Unit.DoesNotExist before `first_admin` or the demo has made it."""
        office: Unit = Unit.objects.get(kind=Unit.Kind.OFFICE, parent=None)
        return office


class UnitAlias(models.Model):
    """Another name a unit is known by, for rosters and lists that others write (D1)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases", verbose_name=_("unit"))
    name = models.CharField(_("alias"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonManager(UserManager["Person"]):
    def with_role(self, *roles: Role) -> "models.QuerySet[Person]":
        """Active persons who hold any of the roles."""
        return self.filter(is_active=True, groups__name__in=roles).distinct()


class Person(AbstractUser):
    """Somebody who signs in. Belongs to one unit and may hold several roles."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(pgettext_lazy("person", "name"), max_length=50)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="persons", verbose_name=_("unit"))
    rank = models.CharField(_("rank"), max_length=10, choices=Rank, default=Rank.STAFF)
    post = models.CharField(_("post"), max_length=50, blank=True)
    phone = models.CharField(_("work phone"), max_length=30, blank=True)
    has_slip_password = models.BooleanField(default=False, editable=False)  # set with a sign-in slip (D21), not changed since
    date_joined = models.DateTimeField(_("date joined"), default=clock.now)

    REQUIRED_FIELDS: ClassVar = ["name"]
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["unit_id", "id"]

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.has_slip_password = False

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the roles held (one query, then remembered for this object)."""
        return frozenset(group.name for group in self.groups.all())

    def has_role(self, *roles: Role) -> bool:
        """Whether the person is active and holds any of the roles."""
        return self.is_active and not self.roles.isdisjoint(roles)


class PeopleImport(models.Model):
    """Who brought in which file of units and people, and what it changed; by nobody: from the command line."""

    at = models.DateTimeField(_("time"), default=clock.now)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person"))
    file_name = models.CharField(_("file"), max_length=200)
    counts: Any = models.JSONField(default=dict)  # per table: new, changed, unchanged
    changes: Any = models.JSONField(default=list)  # the first of them, as hotline/people/sheets/plan.py says

    class Meta:
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
