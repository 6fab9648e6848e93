"""Units and people as an Excel file: read, checked against what there is, and written out in the same layout.

Pure until `state.load`: `reading.parse` makes an `Upload` of bytes, `check.check` a `Plan` of an upload and a state, and
raises `Faulty` with every fault and its place. Nothing here saves anything: that is hotline/people/imports.py.
"""

from hotline.people.sheets.check import check
from hotline.people.sheets.export import export
from hotline.people.sheets.plan import Change, Field, Plan
from hotline.people.sheets.reading import MOST_BYTES, Upload, parse
from hotline.people.sheets.state import load

__all__ = ["MOST_BYTES", "Change", "Field", "Plan", "Upload", "check", "export", "load", "parse"]
