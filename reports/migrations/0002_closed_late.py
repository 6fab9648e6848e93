from django.db import migrations

# used by: the backlog of past days, which asks what was closed late and after a day. Late ones are few, so the index is
# small; without it every finished obligation would have to be read. On the table of a floor below, hence not in a Meta here.
MAKE = """
CREATE INDEX deadline_closed_late ON deadlines_deadline (COALESCE(met_at, cancelled_at))
WHERE COALESCE(met_at, cancelled_at) >= due_at AND kind <> 'callback'
"""


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0003_alarms'),
        ('reports', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(MAKE, "DROP INDEX deadline_closed_late"),
    ]
