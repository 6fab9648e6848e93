"""The duty roster's tables; import from here."""

from dutyroster.models.day import Attendance, Attending, Check, Handover, HandoverEntry, Slip
from dutyroster.models.leave import Leave
from dutyroster.models.roster import DutyLeader, Feed, Roster, Shift, Swap, Version
from dutyroster.models.score import Appeal, Score
from dutyroster.models.sheet import Sheet, SheetCase, SheetDraft, SheetSignature

__all__ = [
    "Appeal", "Attendance", "Attending", "Check", "DutyLeader", "Feed", "Handover", "HandoverEntry", "Leave", "Roster", "Score",
    "Sheet", "SheetCase", "SheetDraft", "SheetSignature", "Shift", "Slip", "Swap", "Version",
]  # fmt: skip
