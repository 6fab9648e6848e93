"""The sentence each kind of notice becomes, in the language of whoever reads it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.notices.models import Notice

SENTENCES: Mapping[str, Promise] = {
    "dispatched": _("Dispatched to your unit: %(number)s %(title)s"),
    "handed_on": _("Handed on to you: %(number)s %(title)s"),
    "progress": _("Progress report on %(number)s %(title)s"),
    "assist_report": _("An assisting unit has reported on %(number)s %(title)s"),
    "return_requested": _("A unit asks to return %(number)s %(title)s"),
    "return_upheld": _("Your return was upheld: %(number)s %(title)s"),
    "return_refused": _("Your return was refused: %(number)s %(title)s"),
    "head_names_unit": _("Two returns were upheld, you name the unit: %(number)s %(title)s"),
    "extension_requested": _("A unit asks for an extension on %(number)s %(title)s"),
    "extension_granted": _("Your extension was granted: %(number)s %(title)s"),
    "extension_refused": _("Your extension was refused: %(number)s %(title)s"),
    "disagreement": _("Units disagree about %(number)s %(title)s"),
    "reply_to_approve": _("A reply waits for your approval: %(number)s %(title)s"),
    "reply_approved": _("Your reply was approved: %(number)s %(title)s"),
    "reply_given_back": _("Your reply was given back: %(number)s %(title)s"),
    "replied": _("A reply has come in: %(number)s %(title)s"),
    "supervision": _("Supervision order to your unit: %(number)s %(title)s"),
    "order_to_sign": _("A supervision case waits for your signature: %(number)s %(title)s"),
    "order_refused": _("The office head did not sign the supervision order: %(number)s %(title)s"),
    "second_miss": _("A unit has missed its second deadline: %(number)s %(title)s"),
    "third_miss": _("Third missed deadline, submitted to the city leader; open a supervision case: %(number)s %(title)s"),
    "urged": _("Please see to it: the office urges %(number)s %(title)s"),
    "redo": _("To be redone by your unit: %(number)s %(title)s"),
    "unhappy_callback": _("Unsolved or dissatisfied at callback, please decide: %(number)s %(title)s"),
    "major_declared": _("Major incident declared: %(number)s %(title)s"),
    "submitted": _("Submitted to you for instruction: %(number)s %(title)s"),
    "instructed": _("A leader has written an instruction on %(number)s %(title)s"),
    "leader_call": _("The duty leader has taken a call: %(number)s %(title)s"),
    "duty_opinion": _("The duty leader has written an opinion: %(number)s %(title)s"),
    "progress_required": _("The duty leader requires a progress report: %(number)s %(title)s"),
    "promised": _("The duty leader has promised the caller a date: %(number)s %(title)s"),
    "first_contact": _("The duty leader passes a matter on: %(number)s %(title)s"),
    "leader_wanted": _("A caller asks for the duty leader: %(number)s %(title)s"),
    "hard_case": _("A hard case of your duty day: %(number)s %(title)s"),
    "calendar_missing": _("The official schedule of %(year)s is not loaded yet: deadlines that reach into it are provisional"),
}


@dataclass(frozen=True)
class Said:
    """A notice in words: one sentence, and for a bundle a line with its address for each thing in it."""

    sentence: str
    lines: tuple[tuple[str, str], ...] = ()


Renderer = Callable[[Mapping[str, Any]], Said]
RENDERERS: dict[str, Renderer] = {}


def register(kind: str, renderer: Renderer) -> None:
    """A floor above says its own kind of notice: `renderer` makes words of the notice's params in the active language."""
    RENDERERS[kind] = renderer


def said(notice: Notice) -> Said:
    """The notice in the active language. Raises KeyError for a kind that nobody can say."""
    if notice.kind in RENDERERS:
        return RENDERERS[notice.kind](notice.params)
    return Said(str(SENTENCES[notice.kind] % notice.params))


def sentence(notice: Notice) -> str:
    """The notice in one sentence, in the active language. Raises KeyError for a kind that nobody can say."""
    return said(notice).sentence
