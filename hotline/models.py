"""What the ground floor itself keeps: options changed at run time, gapless counters, the test clock."""

from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _


class Option(models.Model):
    """A value an admin set; what is not set here has the default declared in hotline/options.py."""

    key = models.CharField(_("option"), max_length=60, primary_key=True)
    value: Any = models.JSONField(_("value"))

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        from hotline import options

        super().save(*args, **kwargs)
        options.forget()


class Counter(models.Model):
    """Gapless numbers: the row stays locked until the transaction that took a number ends, so none is ever lost."""

    name = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"

    @staticmethod
    def next(name: str) -> int:
        """The next number of that series, from 1. Call it inside the transaction that uses the number."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO hotline_counter (name, last) VALUES (%s, 1) "
                "ON CONFLICT (name) DO UPDATE SET last = hotline_counter.last + 1 RETURNING last",
                [name],
            )
            return int(cursor.fetchone()[0])


class ClockOffset(models.Model):
    """How far TEST_CLOCK has moved the clock of all processes, in seconds; one row."""

    seconds = models.FloatField(default=0)

    def __str__(self) -> str:
        return f"{self.seconds:+.0f} s"
