"""The number on the inbox."""

from hotline.notices.models import Notice
from hotline.people.models import Person

_LIMIT = 99


def unread(person: Person) -> str:
    """How many unread notices the person has: "" for none, "99+" for more than that (one query, bounded)."""
    count = len(Notice.objects.unread_by(person).values_list("pk")[: _LIMIT + 1])
    return f"{_LIMIT}+" if count > _LIMIT else str(count or "")
