from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workdays", "0002_seed")]

    operations = [
        # Not checked for old rows: one that somebody entered by hand stays until it is removed.
        AddConstraintNotValid(
            model_name="calendarday",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "official"), ("is_workday", False), _connector="OR"), name="only_official_works"
            ),
        ),
    ]
