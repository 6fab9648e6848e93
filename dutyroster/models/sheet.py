"""The callback sheet 回访办件30件 (D10): fixed at 09:00, worked through, signed; what is signed never changes."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from dutyroster.models.roster import Shift
from hotline.people.models import Person, Unit
from tickets.models import Callback, Ticket


def case_counts(cases: str = "cases") -> dict[str, Count]:
    """What `annotate` counts of a sheet's cases that stand: all, dealt with, signed. `cases` is the way to them."""
    stands = Q(**{f"{cases}__isnull": False, f"{cases}__replaced_at": None})
    return {
        "stand": Count(cases, filter=stands),
        "done": Count(cases, filter=stands & Q(**{f"{cases}__done_at__isnull": False})),
        "signed": Count(cases, filter=stands & Q(**{f"{cases}__signature__isnull": False})),
    }


class Sheet(models.Model):
    """The sheet of one duty day, with how its cases were found."""

    shift = models.OneToOneField(Shift, on_delete=models.PROTECT, related_name="sheet")
    frozen_at = models.DateTimeField()
    rule = models.PositiveSmallIntegerField(default=1)  # version of the documented rule of choice
    wanted = models.PositiveSmallIntegerField()
    found = models.PositiveSmallIntegerField()  # fewer than wanted: the sheet says so
    days = models.PositiveSmallIntegerField()  # how far back replies were taken from
    # The office closes a sheet that was never signed in full, with the reason.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("callback sheet")
        verbose_name_plural = _("callback sheets")

    def __str__(self) -> str:
        return f"sheet of {self.shift_id}"


class SheetSignature(models.Model):
    """A signature under the cases dealt with so far: whoever of the leaders signs, when, and a hash of what was signed.

    Append-only (trigger). A sheet is signed when every case that stands on it is under a signature.
    """

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="signatures")
    nth = models.PositiveSmallIntegerField()
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signed_name = models.CharField(max_length=50)
    signed_rank = models.CharField(max_length=10)
    signed_unit = models.CharField(max_length=100)
    is_late = models.BooleanField()  # after 17:00
    content: Any = models.JSONField()  # what was signed, case by case
    previous = models.CharField(max_length=64, blank=True, default="")  # hash of the signature before it
    algorithm = models.CharField(max_length=10)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("signature of a callback sheet")
        verbose_name_plural = _("signatures of callback sheets")
        constraints: ClassVar = [models.UniqueConstraint(fields=["sheet", "nth"], name="signature_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id}#{self.nth}"


class SheetCase(models.Model):
    """One case on the sheet. A signed one is final (trigger)."""

    class Group(models.TextChoices):
        UNHAPPY = "unhappy", _("dissatisfied or unsolved")
        NOT_CALLED = "not_called", _("not yet called")
        SETTLED = "settled", pgettext_lazy("sheet", "settled")

    class How(models.TextChoices):
        READ = "read", _("file read")
        CALLED = "called", _("caller called")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="cases")
    position = models.PositiveSmallIntegerField()
    # Never on a sheet twice, also where it was replaced (D10).
    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="sheet_case")
    group = models.CharField(max_length=10, choices=Group)
    # The lead unit when it was chosen; what the limit per unit counts.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    is_own = models.BooleanField()  # the duty unit's own ticket: marked
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replaced_why = models.CharField(_("why it is replaced"), max_length=300, blank=True, default="")
    opinion = models.TextField(_("opinion"), max_length=1000, blank=True, default="")
    how = models.CharField(_("dealt with by"), max_length=6, choices=How, blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seen_version = models.PositiveIntegerField(null=True, blank=True)  # of the ticket, when the opinion was written
    callback = models.ForeignKey(Callback, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signature = models.ForeignKey(SheetSignature, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")

    class Meta:
        verbose_name = _("case of a callback sheet")
        verbose_name_plural = _("cases of callback sheets")
        ordering: ClassVar = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "position"], condition=Q(replaced_at=None), name="case_position_once"),
            models.CheckConstraint(
                condition=Q(done_at=None) | (~Q(opinion="") & ~Q(how="") & Q(done_by__isnull=False)), name="case_done_how"
            ),
            models.CheckConstraint(
                condition=Q(signature=None) | (Q(done_at__isnull=False) & Q(replaced_at=None)), name="case_signed_is_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}/{self.position}"

    @property
    def stamp(self) -> str:
        """Which case this is and what is saved on it, so that a page sent back tells what its reader had before them."""
        saved = f"{self.done_at.isoformat()} {self.done_by_id}" if self.done_at else ""
        return f"{self.pk}@{saved}"


class SheetDraft(models.Model):
    """What a leader has typed on a case and not yet said; nobody else sees the text (section 7)."""

    case = models.ForeignKey(SheetCase, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    since = models.DateTimeField()  # when it was begun

    class Meta:
        verbose_name = _("draft of an opinion")
        verbose_name_plural = _("drafts of opinions")
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "person"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.person_id}"
