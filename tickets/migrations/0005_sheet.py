from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tickets', '0004_orders_opened'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(
                condition=models.Q(
                    ('is_confidential', False), ('merged_into', None), ('replied_at__isnull', False), ('step__in', [3, 5, 6])
                ),
                fields=['replied_at'],
                name='ticket_replied',
            ),
        ),
    ]
