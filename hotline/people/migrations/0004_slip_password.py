from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_import'),
    ]

    operations = [
        migrations.AddField(
            model_name='person',
            name='has_slip_password',
            field=models.BooleanField(default=False, editable=False),
        ),
    ]
