"""How a due time is said. `due_at` is exclusive: 00:00 of the 16th is shown as 24:00 of the 15th (section 4)."""

from datetime import datetime, time

from django.utils import dateformat
from django.utils.translation import get_language

from hotline import clock

# Per language, in Django's date letters: a day of the reference year, a day of another year, between day and time.
_CHINESE = ("n月j日", "Y年n月j日", "")
_OTHERS = ("j M", "j M Y", " ")


def due_text(due_at: datetime, ref_year: int | None = None) -> str:
    """「10月15日24:00」 in Chinese, "15 Oct 24:00" else: the last moment that is still in time, in Asia/Shanghai.

    `due_at` is aware and exclusive. The year is named where it is not `ref_year` (the present year when None).
    """
    moment = clock.local(due_at)
    ends_a_day = moment.time() == time()
    day = moment.date() - clock.DAY if ends_a_day else moment.date()
    in_year, with_year, gap = _CHINESE if (get_language() or "zh").startswith("zh") else _OTHERS
    same_year = day.year == (ref_year or clock.today().year)
    said = dateformat.format(day, in_year if same_year else with_year)
    return f"{said}{gap}{'24:00' if ends_a_day else f'{moment:%H:%M}'}"
