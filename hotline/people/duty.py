"""Who is on duty now? The roster answers; until one is registered, nobody is (D11)."""

from collections.abc import Callable

from hotline.people.models import Person

_resolver: Callable[[], frozenset[int]] = frozenset


def register(resolver: Callable[[], frozenset[int]]) -> None:
    """The duty roster registers here the function that gives the ids of the leaders on duty at this instant."""
    global _resolver
    _resolver = resolver


def on_duty_now() -> frozenset[int]:
    """Ids of the leaders on duty at this instant."""
    return _resolver()


def is_on_duty(person: Person) -> bool:
    """Whether the person has the powers of the shift now; they come from the shift alone (D11)."""
    return person.pk in on_duty_now()
