from django.db import migrations, models

# What was open before there were alarms is armed from its beginning; the next sweep looks at each once.
ARM = """
UPDATE deadlines_deadline SET armed_at = opened_at,
       next_alarm_at = CASE WHEN met_at IS NULL AND cancelled_at IS NULL THEN opened_at END
"""


class Migration(migrations.Migration):

    dependencies = [
        ('deadlines', '0004_alarms'),
    ]

    operations = [
        migrations.RunSQL(ARM, migrations.RunSQL.noop),
        migrations.AlterField('deadline', 'armed_at', models.DateTimeField()),
    ]
