"""The official schedules of 2018 to 2026, from the library chinesecalendar: version 1 of the calendar."""

from django.db import migrations

from hotline import clock
from hotline.workdays import seed

FIRST, LAST = 2018, 2026
SOURCE = "chinesecalendar 1.11"


def load(apps, schema_editor):
    now = clock.now()
    Day, Year, Version = (apps.get_model("workdays", name) for name in ("CalendarDay", "CalendarYear", "CalendarVersion"))
    for year in range(FIRST, LAST + 1):
        Year.objects.create(year=year, official=True, loaded_at=now, source=SOURCE)
        Day.objects.bulk_create(
            Day(date=day, is_workday=works, name=name, kind="official") for day, works, name in seed.exceptions(year)
        )
    Version.objects.create(made_at=now, why=f"{SOURCE}: {FIRST}–{LAST}")


class Migration(migrations.Migration):
    # hotline: the clock may ask for its offset.
    dependencies = [("workdays", "0001_initial"), ("hotline", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
