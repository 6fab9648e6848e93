"""The demo: an invented city with 300 tickets, each brought to where it stands by the actions a person would take.

`load.load` makes it; this module says who can sign in, without what loading needs: the sign-in page asks at each view.
"""

from tickets.demo_content.accounts import ACCOUNTS as ALL, PASSWORD
from tickets.demo_content.units import OFFICE

# One account per role, and as many units as it takes to look at a ticket from both sides of a border.
_NAMED = (
    "operator", "dispatcher", "handler", "handler2", "handler_district", "handler_sub", "unit_leader", "dutyleader",
    "dutydeputy", "nextleader", "clerk",
    "supervisor", "editor", "head", "cityleader", "archivist", "admin", "auditor",
)  # fmt: skip
# (user name, role and unit, name) of each
ACCOUNTS: tuple[tuple[str, str, str], ...] = tuple(
    (a.username, a.role_label if a.unit == OFFICE.short_name else f"{a.role_label} · {a.unit}", a.name)
    for a in ALL
    if a.username in _NAMED
)

__all__ = ["ACCOUNTS", "PASSWORD"]
