"""What the page of a duty day shows to whom: gathered in a constant number of queries, however full the day was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.forms import Form

from dutyroster import evidence, handbook, outstanding, standing, whatnow
from dutyroster.actions import handover as handovers, slip
from dutyroster.forms.day import AddForm, AnswerForm, CloseForm, RecordForm, TimeForm
from dutyroster.models import Attendance, Handover, HandoverEntry, Sheet, Shift
from dutyroster.models.sheet import case_counts
from dutyroster.onduty import Named
from dutyroster.scoring import LEADERS
from dutyroster.standing import Standing
from hotline import clock, options
from hotline.deadlines.models import Deadline, Kind as Owed
from hotline.deadlines.texts import due_view
from hotline.people.models import Rank
from knowledge.models import KnowledgeQuestion
from tickets import masking
from tickets.actions.office import STAMPS, stamp_label
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet

Kind = HandoverEntry.Kind
SHOWN = 50  # tickets of one sort on the page
PAST_DAYS = 7
Bound = Mapping[str, Form]


@dataclass
class Day:
    """A duty day as one person sees it. `bound`: forms that came back with faults, by name."""

    here: Standing
    bound: Bound = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.shift, self.person, self.now = self.here.shift, self.here.person, clock.now()

    # ---- attendance

    @cached_property
    def attendance(self) -> list[Attendance]:
        return handbook.attendance_of(self.here.crew)

    @cached_property
    def own(self) -> Attendance | None:
        """The person's own latest presence."""
        rows = [row for row in self.attendance if row.person_id == self.person.pk and row.refused_at is None]
        return rows[-1] if rows else None

    def rows(self) -> list[dict[str, Any]]:
        """The list of presences; the front desk has its forms on each."""
        return [{"row": row, **self._desk(row)} for row in self.attendance]

    def _desk(self, row: Attendance) -> dict[str, Any]:
        may = self.here.is_desk and row.refused_at is None and row.person_id != self.person.pk
        may = may or f"presence{row.pk}" in self.bound
        waits = [what for what in ("came", "left") if getattr(row, f"{what}_at") and not getattr(row, f"{what}_confirmed_by_id")]
        return {
            "waits": waits if row.refused_at is None else [],
            "may": may,
            "form": self.form(f"presence{row.pk}", TimeForm) if may else None,
        }

    def expected(self) -> list[dict[str, Any]]:
        """Everybody named for the day, and whether they are there."""
        named = self.here.crew.named
        if self.here.is_desk:  # whether a slip may be printed hangs on their rights
            prefetch_related_objects([n.person for n in named], "groups", "user_permissions")
        by_person = {row.person_id: row for row in self.attendance if row.refused_at is None}
        return [
            {
                "named": n,
                "rank": Rank(n.rank).label,
                "row": by_person.get(n.person.pk),
                **self._slip(n),
            }
            for n in named
        ]

    def _slip(self, named: Named) -> dict[str, Any]:
        """Whether the front desk may print a slip for this leader now, or why not."""
        asked = self.here.is_desk and standing.opens_at(self.shift) <= self.now < self.shift.ends_at
        why = slip.why_not(named.person) if asked and named.is_leader and not named.is_away else None
        return {"may_slip": why == "", "slip_why": why}

    @property
    def is_leaderless(self) -> bool:
        """Within the hours, past 08:40, and no leader there (D20 a)."""
        return evidence.is_leaderless(self.here.crew, self.attendance, self.now)

    # ---- the book's lines

    @cached_property
    def lines(self) -> list[HandoverEntry]:
        return handbook.entries_of(self.shift)

    @cached_property
    def carried(self) -> list[HandoverEntry]:
        return handbook.carried(self.shift)

    def of(self, *kinds: str) -> list[HandoverEntry]:
        """The day's lines of these kinds, and those carried over to it: what is open first, then what was settled since."""
        found = [entry for entry in [*self.carried, *self.lines] if entry.kind in kinds]
        return sorted(found, key=lambda entry: not entry.is_open)  # stable: the oldest stays first

    def entries(self, *kinds: str) -> list[dict[str, Any]]:
        """Lines with what this person may do with them, and with their ticket's title as it may be shown."""
        return [
            {
                "entry": entry,
                "title": masking.without_caller(entry.ticket.title, entry.ticket) if entry.ticket else "",
                "is_carried": entry.shift_id != self.shift.pk,
                "form": self._form_of(entry),
            }
            for entry in self.of(*kinds)
        ]

    def _form_of(self, entry: HandoverEntry) -> Form | None:
        if returned := self.bound.get(f"entry{entry.pk}"):
            return returned  # with its faults, even where somebody else has settled it meanwhile
        if not entry.is_open:
            return None
        if entry.kind == Kind.QUESTION:
            return self.form(f"entry{entry.pk}", AnswerForm) if self.commands else None
        return self.form(f"entry{entry.pk}", CloseForm) if self.commands or self.here.is_desk else None

    @cached_property
    def commands(self) -> bool:
        return self.here.has_command(self.now)

    # ---- tickets

    @cached_property
    def _visible(self) -> TicketQuerySet:
        """The tickets the person may see; asked once, for it costs some queries."""
        return Ticket.objects.visible_to(self.person)

    @cached_property
    def calls_waiting(self) -> list[Ticket]:
        """Tickets whose caller asks for the duty leader and has not been taken by one (D4); what waits, waits today."""
        if self.shift.day != self.now.date():
            return []
        return _titled(outstanding.waiting_calls(self._recent())[:SHOWN])

    @cached_property
    def hard(self) -> list[dict[str, Any]]:
        """Hard cases the day owes, and older ones that are still owed; done: solved or with an opinion (D7)."""
        owed = Q(due_at=self.shift.ends_at) | Q(due_at__lt=self.shift.ends_at, met_at=None, cancelled_at=None)
        rows = Deadline.objects.filter(owed, kind=Owed.HARD_CASE, subject_type="ticket", cancelled_at=None)
        by_ticket = {row.subject_id: row for row in rows.select_related("unit").order_by("-due_at", "-pk")[:SHOWN]}
        found = self._visible.filter(pk__in=by_ticket).select_related("caller").order_by("number")
        return [
            {"ticket": row, "due": due_view(by_ticket[row.pk], self.now), "unit": by_ticket[row.pk].unit}
            for row in _titled(found)
        ]

    @cached_property
    def major(self) -> list[dict[str, Any]]:
        """Major matters that run today, with the four timestamps (D14); other days have their lines of the book."""
        if self.shift.day != self.now.date():
            return []
        rows = self._recent().filter(is_major=True).select_related("incident").order_by("-number")[:SHOWN]
        return [
            {"ticket": row, "stamps": [(stamp_label(name), getattr(row.incident, name)) for name in STAMPS]}
            for row in _titled(rows)
        ]

    @property
    def sees_tickets(self) -> bool:
        """Whether the lists of tickets are whole: the office always, the leaders while the powers of the shift last (D11)."""
        return self.here.is_office or self.commands

    def _recent(self) -> Any:
        """Running tickets the person may see, of the last weeks."""
        return outstanding.recent(self._visible, self.shift)

    # ---- knowledge, checklist, sheet

    @cached_property
    def knowledge(self) -> list[KnowledgeQuestion]:
        """Knowledge points put to the unit that day, and those it still owes (D9)."""
        return handbook.knowledge(self.shift)[:SHOWN]

    @cached_property
    def checklist(self) -> list[tuple[str, Any]]:
        return handbook.checklist(self.shift)

    @cached_property
    def sheet(self) -> dict[str, Any] | None:
        return handbook.sheet_state(self.shift)

    # ---- handing over

    @cached_property
    def before(self) -> Shift | None:
        """The duty day before this one."""
        rows = Shift.objects.in_force().filter(day=self.shift.day - clock.DAY)
        return rows.select_related("unit", "roster", "handover").first()

    @cached_property
    def handover(self) -> Handover | None:
        return Handover.objects.filter(shift=self.shift).first()

    @cached_property
    def handover_before(self) -> Handover | None:
        return getattr(self.before, "handover", None) if self.before else None

    @cached_property
    def owed(self) -> dict[str, dict[str, Any]]:
        """What is open of this day and the one before, by kind, as the pages show deadlines."""
        ids = [shift.pk for shift in (self.shift, self.before) if shift]
        rows = Deadline.objects.open().filter(subject_type="shift", subject_id__in=ids).select_related("unit")
        mine = (Owed.CALLBACK_SHEET, Owed.HANDOVER_SIGN)
        return {
            row.kind: due_view(row, self.now)
            for row in rows
            if (row.subject_id == self.shift.pk) == (row.kind in mine)  # of the day before, only its confirmation
        }

    @property
    def may_confirm(self) -> bool:
        """Whether the day before waits for this person's confirmation."""
        if self.before is None or not self.here.is_leader:
            return False
        signed = self.handover_before is not None and self.handover_before.confirmed_at is None
        if not signed and Owed.HANDOVER_CONFIRM not in self.owed:
            return False
        return handovers.cannot_confirm(self.before, self.handover_before, self.here.crew, self.person) is None

    # ---- what now

    def now_do(self) -> tuple[str, ...]:
        """What the person should do now; () for people of the office and onlookers."""
        if not self.here.is_crew and not (self.here.is_unit and self.own):
            return ()
        hours = whatnow.Hours.of(self.shift, standing.opens_at(self.shift))
        return whatnow.what_now(self.now, hours, self.facts)

    @cached_property
    def facts(self) -> whatnow.Facts:
        sheet = self.sheet or {"cases": 0, "done": 0, "signed": 0}
        return whatnow.Facts(
            is_leader=self.here.is_leader,
            is_away=self.here.named is not None and self.here.named.is_away,
            takes_calls=any(n.person.pk == self.person.pk for n in self.here.crew.leads_calls(self.now)),
            leads_calls_today=any(n.person.pk == self.person.pk for n in self.here.crew.leads_calls(self.shift.calls[0])),
            is_present=self.own is not None and self.own.left_at is None,
            has_left=self.own is not None and self.own.left_at is not None,
            confirm_waits=self.may_confirm,
            sheet_open=sheet["cases"] - sheet["done"],
            sheet_unsigned=sheet["cases"] - sheet["signed"],
            calls_waiting=len(self.calls_waiting),
            major_open=sum(not all(at for _label, at in row["stamps"]) for row in self.major) if self.commands else 0,
            hard_open=sum(row["due"]["state"] in ("ok", "soon", "overdue") for row in self.hard),
            questions_open=sum(entry.is_open for entry in self.of(Kind.QUESTION)),
            knowledge_open=sum(question.state == "asked" for question in self.knowledge),
            checks_open=sum(check is None for _text, check in self.checklist),
            handover_signed=self.handover is not None,
        )

    def form(self, name: str, kind: Any, **more: Any) -> Form:
        """The form of that name: as it came back, or a new one."""
        return self.bound.get(name) or kind(name=name, **more)

    def context(self) -> dict[str, Any]:
        """Everything the template reads."""
        runs = self.shift.begins_at <= self.now < self.shift.ends_at
        today = self.shift.day == self.now.date()
        return {
            "day": self.shift.day, "shift": self.shift, "here": self.here, "crew": self.here.crew, "now": self.now,
            "is_today": today, "is_running": runs, "commands": self.commands,
            "no_leader_now": today and not runs,
            "do": self.now_do(), "facts": self.facts,
            "hours": self._hours(),
            "sees_tickets": self.sees_tickets,
            "place": options.get("duty_place"), "rest": options.get("duty_rest"),
            "own": self.own, "may_check_in": self._may_check_in(), "rows": self.rows(), "expected": self.expected(),
            "is_leaderless": self.is_leaderless, "sheet": self.sheet, "owed": self.owed,
            "calls_waiting": self.calls_waiting, "calls": self._calls(), "hard": self.hard, "major": self.major,
            "hard_lines": self.entries(Kind.HARD), "major_lines": self.entries(Kind.MAJOR),
            "questions": self.entries(Kind.QUESTION), "knowledge": self.knowledge,
            "joint": self.entries(Kind.FIRST_CONTACT, Kind.JOINT), "promises": self.entries(Kind.PROMISE, Kind.PROGRESS),
            "others": self.entries(Kind.OTHER, Kind.OPINION), "checklist": self.checklist,
            "before": self.before, "handover": self.handover, "handover_before": self.handover_before,
            "may_confirm": self.may_confirm, "signed_from": handovers.signed_from(self.shift),
            "may_add": self._may_add(), "add_form": self.form("add", AddForm), "may_tick": self._may_tick(),
            "record_form": self.form("record", RecordForm, shift=self.shift) if self.here.is_desk else None,
            "tickets_act": self.commands,
            "past": past(self.now.date()) if self.here.is_office and today else [],
        }  # fmt: skip

    def _hours(self) -> dict[str, Any]:
        shift = self.shift
        sheet, due = shift.at("sheet_frozen_at"), shift.at("callback_sheet_due_at")
        return {"opens": standing.opens_at(shift), "sheet": sheet, "due": due, "calls": shift.calls}

    def _calls(self) -> list[dict[str, Any]]:
        """The leader's calls with handling time and work arrangement (D4)."""
        rows = self.entries(Kind.CALL)
        for row in rows:
            row["handle_by"], row["arrangement"] = handbook.call_of(row["entry"])
            row["for_principal"] = handbook.is_for_principal(row["entry"])
        return rows

    def _may_check_in(self) -> bool:
        open_now = standing.opens_at(self.shift) <= self.now < self.shift.ends_at
        return open_now and (self.here.is_crew or self.here.is_unit)

    def _may_add(self) -> bool:
        open_now = standing.opens_at(self.shift) <= self.now < standing.day_ends_at(self.shift)
        return open_now and (self.here.is_crew or self.here.is_desk)

    def _may_tick(self) -> bool:
        open_now = standing.opens_at(self.shift) <= self.now < standing.day_ends_at(self.shift)
        return open_now and (self.here.is_crew or self.here.is_unit)


def _titled(rows: Iterable[Ticket]) -> list[Ticket]:
    """Tickets with their titles as a list may show them."""
    found = list(rows)
    for row in found:
        row.title = masking.without_caller(row.title, row)
    return found


def past(today: Any) -> list[dict[str, Any]]:
    """The last days for the office: was a leader there, is the sheet signed, the handover signed and confirmed (nine queries at
    most)."""
    earliest = today - PAST_DAYS * clock.DAY
    rows = Shift.objects.in_force().lived().filter(day__gte=earliest, day__lt=today).select_related("unit", "handover")
    shifts = list(rows.order_by("-day"))
    found = evidence.of_many(shifts)
    led = {pk for pk, day in found.items() if any(line.counts and line.attending in LEADERS for line in day.lines)}
    by_shift = {sheet.shift_id: sheet for sheet in Sheet.objects.filter(shift__in=shifts).annotate(**case_counts())}
    return [
        {"shift": row, "led": row.pk in led, "sheet": by_shift.get(row.pk), "handover": getattr(row, "handover", None)}
        for row in shifts
    ]
