"""The text of the State Council's notice, as it is copied from a web page or a document.

「二、春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。」 Lines may wrap anywhere, digits and
punctuation may be full-width; title, introduction and closing paragraphs are passed over.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from hotline.tables import Fault, Faulty, plain
from hotline.workdays.schedules.check import finish
from hotline.workdays.schedules.model import MOST_BYTES, Entry, Reading, Schedule, known_year

_EXAMPLE = "一、元旦：1月1日至3日放假"
_LONGEST = 20  # days of one holiday; more is a slip of the pen
_FAR = 200  # characters from the order to the number of days: farther on no notice names it
_DROPPED = re.compile(r"[\s*#>\ufeff\u200b]")
_KNOWN = r"(?:元旦|春节|清明|(?:国际)?(?:五一)?劳动|端午|中秋|国庆)节?(?:假期)?"
_NAMES = rf"{_KNOWN}(?:[、和及与,]?{_KNOWN}){{0,7}}"  # bounded: else a page of names takes hours
_NUMBER = r"(?:\(?[一二三四五六七八九十]{1,3}(?:\)、?|、)|\(?\d{1,2}(?:\)[、.]?|[、.]))"
_HEADER = re.compile(
    rf"(?:{_NUMBER})?(?P<known>{_NAMES})(?:[:。]|(?=\d{{1,4}}[年月]))|{_NUMBER}(?P<other>[^\d:。,;()]{{1,20}}?):"
)
_REMARK = r"(?:\([^()]*\))?"
_TO = r"(?:至|到|[-~—–－]+)"
_DAY = rf"(?:(?:\d{{4}}年)?(?:\d{{1,2}}月))?\d{{1,2}}(?:日|号|(?={_TO}))"
_SPAN = re.compile(rf"(?P<first>{_DAY})(?P<first_remark>{_REMARK})(?:{_TO}(?P<last>{_DAY})(?P<last_remark>{_REMARK}))?")
_PARTS = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})")
_VERB = re.compile(r"放假|上班|补班")
_STOP = re.compile(r"[。;]")
_COUNT = re.compile(r"(\d{1,3})天")
_YEAR = re.compile(r"(\d{4})年(?:部分)?节假日|现将(\d{4})年|(\d{4})年1月1日")


def parse_text(text: str, year: int | None = None) -> Schedule:
    """The schedule that the notice's text sets out, of `year` or of the year the text itself names. Raises Faulty."""
    if len(text.encode()) > MOST_BYTES:
        raise Faulty([Fault(_("whole text"), _("The text is larger than 1 MB. Paste only the notice."))])
    lines = _Lines.of(text)
    if not lines.text:
        raise Faulty([Fault(_("whole text"), _("There is no text. Paste the notice."))])
    reading = Reading(0)
    reading.year = _year(lines, year, reading)
    items = list(_items(lines))
    if not any(item.is_known for item in items):
        message = _("No holiday was found. Paste the notice with its paragraphs like “%(example)s”.")
        raise Faulty([*reading.faults, Fault(_("whole text"), message % {"example": _EXAMPLE})])
    for item in items:
        _Item(item, lines, reading).read()
    return finish(reading)


@dataclass(frozen=True)
class _Lines:
    """All lines as one text without blanks, so that a line may wrap anywhere, and where each of them begins."""

    text: str
    starts: tuple[int, ...]
    stops: tuple[int, ...]  # where sentences end

    @classmethod
    def of(cls, text: str) -> "_Lines":
        joined, starts = "", []
        for line in text.splitlines():
            starts.append(len(joined))
            joined += _DROPPED.sub("", plain(line))
        return cls(joined, tuple(starts), tuple(stop.start() for stop in _STOP.finditer(joined)))

    def sentence(self, position: int) -> tuple[int, int]:
        """Where the sentence around that character begins, and its stop (or the end of the text)."""
        after = bisect_left(self.stops, position)
        begin = self.stops[after - 1] + 1 if after else 0
        return begin, self.stops[after] if after < len(self.stops) else len(self.text)

    def place(self, position: int) -> str:
        """The line a character of `text` stands in, as its reader counts."""
        return _("line %(line)s") % {"line": bisect_right(self.starts, position)}


@dataclass(frozen=True)
class _Paragraph:
    """What is said of one holiday: its name and where in the text it is said."""

    name: str
    is_known: bool
    header: int
    start: int
    end: int


def _items(lines: _Lines) -> Iterator[_Paragraph]:
    begins = set(lines.starts)
    found = [m for m in _HEADER.finditer(lines.text) if m.start() in begins or lines.text[m.start() - 1] in "。;"]
    ends = [m.start() for m in found[1:]] + [len(lines.text)]
    for match, end in zip(found, ends, strict=False):  # one end too many where nothing was found
        yield _Paragraph(match["known"] or match["other"], bool(match["known"]), match.start(), match.end(), end)


def _year(lines: _Lines, wanted: int | None, reading: Reading) -> int:
    named = _YEAR.search(lines.text)
    if named is None and wanted is None:
        raise Faulty([Fault(_("whole text"), _("The text does not say of which year it is. Name the year."))])
    said = int(next(filter(None, named.groups()))) if named else wanted or 0
    place = lines.place(named.start()) if named else _("whole text")
    known_year(said, place)
    if wanted not in (None, said):
        message = _("This is the schedule of %(said)s, not of %(wanted)s. Choose the other year or the other notice.")
        reading.fault(place, message % {"said": said, "wanted": wanted})
    return said


class _Item:
    """Reads the paragraph of one holiday."""

    def __init__(self, item: _Paragraph, lines: _Lines, reading: Reading) -> None:
        self.item, self.lines, self.reading = item, lines, reading
        self.month: int | None = None
        self.year: int | None = None
        self.found_off = False

    def read(self) -> None:
        position = self.item.start
        for verb in _VERB.finditer(self.lines.text, self.item.start, self.item.end):
            # A clause does not begin before its sentence: what stands there (除夕（2月9日）休息) was no order.
            begin = max(position, self.lines.sentence(verb.start())[0])
            if verb[0] == "放假":
                self._off(begin, verb)
            else:
                self._make_up(begin, verb.start())
            position = verb.end()
        if self.item.is_known and not self.found_off:
            message = _("%(holiday)s has no days off. Write them like “%(example)s”.")
            said = {"holiday": self.item.name, "example": _EXAMPLE}
            self.reading.fault(self.lines.place(self.item.header), message % said)

    def _off(self, begin: int, verb: "re.Match[str]") -> None:
        spans = list(_SPAN.finditer(self.lines.text, begin, verb.start()))
        days = [day for span in spans for day in self._days(span)]
        self.found_off = self.found_off or bool(spans)
        _begin, sentence_end = self.lines.sentence(verb.end())
        count = _COUNT.search(self.lines.text, verb.end(), min(sentence_end, self.item.end, verb.end() + _FAR))
        if count and days and int(count[1]) != len(days):
            said = {"counted": len(days), "named": int(count[1])}
            message = _("These are %(counted)s days, not the %(named)s that are named. Correct the dates or the number.")
            self.reading.fault(self.lines.place(count.start()), message % said)

    def _make_up(self, begin: int, end: int) -> None:
        for span in _SPAN.finditer(self.lines.text, begin, end):
            self._days(span, is_workday=True)

    def _days(self, span: "re.Match[str]", *, is_workday: bool = False) -> list[date]:
        place = self.lines.place(span.start())
        first = self._day(span["first"], span["first_remark"], place)
        last = self._day(span["last"], span["last_remark"], place) if span["last"] else first
        if first is None or last is None:
            return []
        if not 0 <= (last - first).days < _LONGEST:
            said = {"first": f"{first}", "last": f"{last}"}
            self.reading.fault(place, _("From %(first)s to %(last)s is no holiday. Correct the dates.") % said)
            return []
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        self.reading.entries += [Entry(day, is_workday, self.item.name, place) for day in days]
        return days

    def _day(self, text: str, remark: str, place: str) -> date | None:
        (year, month, day), *_others = _PARTS.findall(text)  # a part of what matched _DAY; what is not named is empty
        if not month and self.month is None:
            message = _("“%(value)s” has no month. Write the date like %(example)s.")
            self.reading.fault(place, message % {"value": text, "example": "1月1日"})
            return None
        self.year = int(year) if year else (None if month else self.year)
        self.month = int(month or self.month or 0)
        found = self.reading.day(self.year or self._usual_year(self.month), self.month, int(day), place)
        if found:
            self.reading.weekday(found, remark, place)
        return found

    def _usual_year(self, month: int) -> int:
        """元旦 reaches back into the December before; nothing else does."""
        return self.reading.year - (month == 12 and "元旦" in self.item.name)
