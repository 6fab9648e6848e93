"""{% load rooms %}: what the tabs ask."""

from django import template

from dutyroster import rooms
from hotline.people.models import Person

register = template.Library()


@register.filter
def opens(person: Person, room: str) -> bool:
    """{% if user|opens:"leaves" %}: whether this person may open that room."""
    return rooms.RULES[room](person)
