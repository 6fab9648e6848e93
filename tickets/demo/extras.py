"""What the floors above add to the demo: they register here, without loading anything of it before it is wanted."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tickets.demo.plan import Task
    from tickets.demo.timetable import Timetable

Extra = Callable[["Timetable"], Iterable["Task"]]
_extras: list[Callable[[], Extra]] = []


def register(find: Callable[[], Extra]) -> None:
    """`find` imports and gives the function that makes an upper floor's tasks; called when the demo is loaded."""
    _extras.append(find)


def tasks(timetable: "Timetable") -> Iterator["Task"]:
    """All tasks of the floors above that lie in the past."""
    for find in _extras:
        yield from (task for task in find()(timetable) if task.at <= timetable.now)
