"""The invented city of the demo: units, places, callers and call scenarios as plain data; `load_demo` turns them into tickets.

Units bear the real names of the April 2022 duty notice. Persons, residential compounds, firms and events are invented.
Texts of a scenario are `str.format` templates with {place}; `title` and `content` may also hold {detail} (one of `details`).
"""

from tickets.demo_content.accounts import ACCOUNTS, PASSWORD
from tickets.demo_content.callers import CALLERS
from tickets.demo_content.categories import CATEGORIES
from tickets.demo_content.kinds import (
    Account,
    Caller,
    Category,
    DemoSubUnit,
    DemoUnit,
    DigestPick,
    Investigation,
    Place,
    SatisfactionNote,
    Scenario,
)
from tickets.demo_content.places import PLACES
from tickets.demo_content.scenarios import SCENARIOS
from tickets.demo_content.texts import (
    DIGEST_PICKS,
    DISAGREEMENTS,
    EXTENSION_REASONS,
    INSTRUCTIONS,
    INVESTIGATIONS,
    REDO_REQUIREMENTS,
    REMARKS,
    RETURN_REASONS,
    SATISFACTION_NOTES,
    WITHDRAW_WORDS,
)
from tickets.demo_content.units import OFFICE, SUBUNITS, UNITS

__all__ = [
    "ACCOUNTS",
    "CALLERS",
    "CATEGORIES",
    "DIGEST_PICKS",
    "DISAGREEMENTS",
    "EXTENSION_REASONS",
    "INSTRUCTIONS",
    "INVESTIGATIONS",
    "OFFICE",
    "PASSWORD",
    "PLACES",
    "REDO_REQUIREMENTS",
    "REMARKS",
    "RETURN_REASONS",
    "SATISFACTION_NOTES",
    "SCENARIOS",
    "SUBUNITS",
    "UNITS",
    "WITHDRAW_WORDS",
    "Account",
    "Caller",
    "Category",
    "DemoSubUnit",
    "DemoUnit",
    "DigestPick",
    "Investigation",
    "Place",
    "SatisfactionNote",
    "Scenario",
]
