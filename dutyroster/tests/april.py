"""The notice of April 2022 as it was published, byte for byte, and its thirty units."""

from datetime import date
from pathlib import Path

from hotline.people.models import Unit
from tickets.demo_content.units import UNITS

APRIL = date(2022, 4, 1)
NOTICE = (Path(__file__).parent / "notice-2022-04.txt").read_bytes().decode()
ANNEX = NOTICE[NOTICE.index("值班日期\n") : NOTICE.index("[录入者")]
NAMES = [unit.name for unit in UNITS]
SHORT = [unit.short_name for unit in UNITS]


def make_units() -> list[Unit]:
    """The units of the notice, in its order; one that is there already stays."""
    Unit.objects.bulk_create(
        [Unit(name=unit.name, short_name=unit.short_name, kind=unit.kind, position=n) for n, unit in enumerate(UNITS, 1)],
        ignore_conflicts=True,
    )
    units = {unit.name: unit for unit in Unit.objects.filter(name__in=NAMES)}
    return [units[name] for name in NAMES]
