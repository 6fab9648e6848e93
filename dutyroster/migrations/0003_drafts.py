"""Drafts belong to a person. Those kept so far name nobody and are dropped; who typed them has them in the browser still."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Who once set a password with a slip is taken to have it still: such a person can get another slip.
SLIPS = "UPDATE people_person SET has_slip_password = true WHERE id IN (SELECT person_id FROM dutyroster_slip WHERE used_at IS NOT NULL)"


class Migration(migrations.Migration):

    dependencies = [
        ('dutyroster', '0002_append_only'),
        ('people', '0004_slip_password'),
    ]

    operations = [
        migrations.RunSQL(SLIPS, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='sheetcase',
            name='draft',
        ),
        migrations.CreateModel(
            name='SheetDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=1000)),
                ('since', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='dutyroster.sheetcase')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'draft of an opinion',
                'verbose_name_plural': 'drafts of opinions',
                'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='draft_once')],
            },
        ),
    ]
