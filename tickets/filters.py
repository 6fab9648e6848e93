"""The filters of the ticket list; they live in the address, so a list can be sent to a colleague."""

from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.deadlines.models import Deadline
from tickets.forms.fields import Choices, pairs
from tickets.models import Assignment, Step, Ticket, TicketType, Urgency
from tickets.models.ticket import TicketQuerySet

FLAGS = [
    ("overdue", _("overdue")),
    ("major", _("major incidents")),
    ("hard", _("hard cases")),
    ("open", _("not finished")),
]
DATE = forms.DateInput(attrs={"type": "date"})


class TicketFilter(filters.FilterSet):
    """Filters over what a person may see; every one of them is served by an index."""

    number = filters.CharFilter(label=_("Number"), method="by_number")
    step = filters.ChoiceFilter(label=_("Step"), choices=Step.choices, empty_label=_("all"))
    type = filters.ChoiceFilter(label=_("Type"), choices=TicketType.choices, empty_label=_("all"))
    urgency = filters.ChoiceFilter(label=_("Urgency"), choices=Urgency.choices, empty_label=_("all"))
    category = filters.ChoiceFilter(label=_("Category"), empty_label=_("all"))
    unit = filters.ChoiceFilter(label=_("Unit"), method="by_unit", empty_label=_("all"))
    since = filters.DateFilter(label=_("Registered from"), method="by_since", widget=DATE)
    until = filters.DateFilter(label=_("Registered until"), method="by_until", widget=DATE)
    flag = filters.ChoiceFilter(
        label=_("Only"), method="by_flag", empty_label=_("all"),
        choices=FLAGS,
    )  # fmt: skip

    class Meta:
        model = Ticket
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, offered: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.filters["category"].extra["choices"] = offered.categories
        self.filters["unit"].extra["choices"] = pairs(offered.units, "label")

    def by_number(self, rows: QuerySet[Ticket], name: str, value: str) -> QuerySet[Ticket]:
        """The whole number, or its beginning (a day)."""
        return rows.filter(number__startswith=value.strip())

    def by_unit(self, rows: QuerySet[Ticket], name: str, value: str) -> QuerySet[Ticket]:
        parts = Assignment.objects.filter(Q(unit=value) | Q(held_by=value), ended_at=None)
        return rows.filter(pk__in=parts.values("ticket_id"))

    # Numbers begin with the day, so a range of days is a range of the number's index.
    def by_since(self, rows: QuerySet[Ticket], name: str, value: Any) -> QuerySet[Ticket]:
        return rows.filter(number__gte=f"{value:%Y%m%d}")

    def by_until(self, rows: QuerySet[Ticket], name: str, value: Any) -> QuerySet[Ticket]:
        return rows.filter(number__lt=f"{value + clock.DAY:%Y%m%d}") if value < date.max else rows

    def by_flag(self, rows: TicketQuerySet, name: str, value: str) -> QuerySet[Ticket]:
        if value == "overdue":
            late = Deadline.objects.overdue(clock.now()).filter(subject_type="ticket")
            return rows.filter(pk__in=late.values("subject_id"))
        if value == "open":
            return rows.waiting()
        return rows.filter(**{f"is_{value}": True})
