"""A year's official schedule, read from a file or from the pasted text of the State Council's notice.

Pure: bytes or text in, a `Schedule` out, or `Faulty` with every fault and its place. Nothing here knows the database.
"""

from hotline.tables import Fault, Faulty
from hotline.workdays.schedules.check import HOLIDAYS
from hotline.workdays.schedules.model import MOST_BYTES, Row, Schedule
from hotline.workdays.schedules.notice import parse_text
from hotline.workdays.schedules.table import parse_csv, parse_file, parse_xlsx

__all__ = [
    "HOLIDAYS",
    "MOST_BYTES",
    "Fault",
    "Faulty",
    "Row",
    "Schedule",
    "parse_csv",
    "parse_file",
    "parse_text",
    "parse_xlsx",
]
