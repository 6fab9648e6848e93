from django.db import migrations, models

# Orders of before were opened when they were issued; those of filed tickets too, whose rows are otherwise final.
OPENED = """
ALTER TABLE tickets_supervisionorder DISABLE TRIGGER USER;
UPDATE tickets_supervisionorder SET opened_at = issued_at WHERE opened_at IS NULL;
-- Cases were opened for what is hot, disagreed on or redone twice; which of them nobody wrote down.
UPDATE tickets_supervisionorder SET why = 'hot' WHERE kind = 'case';
-- The first notice on a ticket was for the reply that was overdue then: that miss gets no second one.
WITH first AS (
    SELECT DISTINCT ON (o.ticket_id) o.id, d.id AS missed, d.due_at, d.cause
    FROM tickets_supervisionorder o
    JOIN deadlines_deadline d ON d.subject_type = 'ticket' AND d.subject_id = o.ticket_id AND d.kind = 'reply'
        AND d.unit_id = o.unit_id AND d.due_at <= o.issued_at
    WHERE o.kind = 'notice' AND o.missed_id IS NULL
    ORDER BY o.ticket_id, o.id, d.id DESC)
UPDATE tickets_supervisionorder o SET missed_id = first.missed, missed_due_at = first.due_at, part = first.cause, nth = 1
FROM first WHERE o.id = first.id;
SET CONSTRAINTS ALL IMMEDIATE; -- a table with checks still to come cannot be altered
SET CONSTRAINTS ALL DEFERRED;
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
