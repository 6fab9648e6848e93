"""What a deadline is about. The subjects live on the floors above, which register here how to name them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from hotline.people.models import Person


@dataclass(frozen=True)
class Subject:
    """A thing somebody owes something about: what it is called and where it is. Holds no caller data."""

    number: str
    title: str
    link: str


class Source(Protocol):
    """What an upper app answers about one type of subject."""

    def describe(self, ids: Collection[int]) -> Mapping[int, Subject]:
        """Name these subjects, in a constant number of queries."""

    def visible_to(self, person: Person, ids: Collection[int]) -> frozenset[int]:
        """Those of these subjects that the person may see."""


_sources: dict[str, Source] = {}


def register(subject_type: str, source: Source) -> None:
    """The upper app names its type of subject, as in `Deadline.subject_type`."""
    _sources[subject_type] = source


def describe(subjects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Subject]:
    """Name subjects of any types."""
    found: dict[tuple[str, int], Subject] = {}
    for kind, ids in _by_type(subjects).items():
        found |= {(kind, pk): subject for pk, subject in _sources[kind].describe(ids).items()}
    return found


def visible_to(person: Person, subjects: Iterable[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """Those of the subjects that the person may see."""
    by_type = _by_type(subjects)
    return frozenset((kind, pk) for kind, ids in by_type.items() for pk in _sources[kind].visible_to(person, ids))


def _by_type(subjects: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    grouped: dict[str, set[int]] = {}
    for kind, pk in subjects:
        grouped.setdefault(kind, set()).add(pk)
    return grouped
