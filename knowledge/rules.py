"""What a text is searched by, and who may do what with knowledge: short pure functions and predicates."""

import re
import unicodedata
from datetime import date

from hotline.people.models import Person, Rank, Role

QUERY_LENGTH = 100  # characters of a search that count
TYPED_BIGRAMS = 80  # of a text being typed that suggestions are made from
_WORD = re.compile(r"[\w]+")

# Those who ask the duty unit (section 2, D8, D9), and may say that an answer is wrong.
ASKERS = (Role.OPERATOR, Role.DISPATCHER, Role.CALLBACK_CLERK, Role.EDITOR, Role.HANDLER)
# The office's roles that see every question.
OFFICE = (Role.OPERATOR, Role.DISPATCHER, Role.CALLBACK_CLERK, Role.SUPERVISOR, Role.EDITOR, Role.OFFICE_HEAD)
_NO_CONTENT = frozenset({Role.ADMIN, Role.AUDITOR})  # section 2: accounts that only keep the system


def plain(text: str) -> str:
    """The text as it is compared: full-width and other forms made one (NFKC), lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def words(text: str) -> list[str]:
    """The runs of letters and characters in a text, in order; punctuation and blanks part them."""
    return _WORD.findall(plain(text))


def bigrams(text: str) -> list[str]:
    """Every pair of neighbouring characters within a word, each once, in order: 「路灯不亮」 has 路灯, 灯不, 不亮."""
    return list(dict.fromkeys(word[i : i + 2] for word in words(text) for i in range(len(word) - 1)))


def sees_items(person: Person) -> bool:
    """Everybody signed in reads the knowledge base, except accounts that only keep or audit the system."""
    return person.is_active and not (person.roles and person.roles <= _NO_CONTENT)


def may_ask(person: Person) -> bool:
    """Whether the person may put a knowledge question, and say that an item is wrong."""
    return person.has_role(*ASKERS)


def may_review(person: Person) -> bool:
    """Whether the person publishes, gives back and closes."""
    return person.has_role(Role.EDITOR)


def speaks_for_unit(person: Person) -> bool:
    """Whether the person answers in the name of the own unit: handlers, leaders, principal and deputies."""
    return person.is_active and (person.has_role(Role.HANDLER, Role.UNIT_LEADER) or person.rank in (Rank.PRINCIPAL, Rank.DEPUTY))


def is_expired(valid_until: date, today: date) -> bool:
    """Whether the last day of validity has passed without a review."""
    return today > valid_until


def heading(text: str, most: int = 60) -> str:
    """The first line of a text, cut: what lists and messages call it."""
    line = " ".join(text.strip().split("\n", 1)[0].split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
