"""An upload against what there is: a plan, or every fault with its place and what to do."""

from hotline.people.models import Person
from hotline.people.sheets.persons import Persons
from hotline.people.sheets.plan import Plan
from hotline.people.sheets.reading import Upload
from hotline.people.sheets.state import State
from hotline.people.sheets.units import Units
from hotline.tables import Faulty


def check(upload: Upload, now: State, actor: Person | None) -> Plan:
    """What the upload would change in `now` if that person (None: the command line) imports it. Raises Faulty.

    Rows that are not in the file, and columns it has not, stay as they are. Nothing is deleted.
    """
    units = Units(now, upload.records("unit"))
    units.read()
    persons = Persons(now, units, upload.records("person"), actor)
    persons.read()
    units.finish(persons.active_by_unit())
    persons.finish()
    faults = dict.fromkeys([*upload.faults, *units.faults, *persons.faults])
    if faults:
        raise Faulty(faults)
    changed_units, changed_persons = units.writes(), persons.writes()
    unchanged = len(units.records) - len(changed_units), len(persons.records) - len(changed_persons)
    return Plan(tuple(changed_units), tuple(changed_persons), {"unit": unchanged[0], "person": unchanged[1]})
