from django.db import migrations, models

# Orders of before were opened when they were issued; those of filed tickets too, whose rows are otherwise final.
OPENED = """
ALTER TABLE tickets_supervisionorder DISABLE TRIGGER USER;
UPDATE tickets_supervisionorder SET opened_at = issued_at WHERE opened_at IS NULL;
ALTER TABLE tickets_supervisionorder ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0003_supervision'),
    ]

    operations = [
        migrations.RunSQL(OPENED, migrations.RunSQL.noop),
        migrations.AlterField('supervisionorder', 'opened_at', models.DateTimeField()),
    ]
