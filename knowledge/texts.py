"""What people are told about knowledge points, and the e-mail to the editorial group's mailbox (D9)."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from hotline.notices.texts import Said, register as register_notice

MAIL = "knowledge_mail"  # kind of the e-mail to the mailbox

SENTENCES: Mapping[str, Promise] = {
    "knowledge_asked": gettext_lazy("Your unit is asked for a knowledge point, due %(due)s: %(number)s %(title)s"),
    "knowledge_answered": gettext_lazy("Your knowledge question was answered: %(number)s %(title)s"),
    "knowledge_to_review": gettext_lazy("An answer waits for the editor's review: %(number)s %(title)s"),
    "knowledge_given_back": gettext_lazy("The editor gives the answer back, due %(due)s: %(number)s %(title)s"),
    "knowledge_published": gettext_lazy("Published in the knowledge base: %(number)s %(title)s"),
    "knowledge_closed": gettext_lazy("The knowledge question was closed without publishing: %(number)s %(title)s"),
    "knowledge_doubted": gettext_lazy("Somebody says this knowledge item is wrong, answer by %(due)s: %(number)s %(title)s"),
    "knowledge_doubted_too": gettext_lazy("One more says this knowledge item is wrong: %(number)s %(title)s"),
    "knowledge_right": gettext_lazy("The owner says the knowledge item is right after all: %(number)s %(title)s"),
    "knowledge_settled": gettext_lazy("The knowledge item you objected to was looked at: %(number)s %(title)s"),
    "knowledge_withdrawn": gettext_lazy("A knowledge item was withdrawn: %(number)s %(title)s"),
}


def _sentence(sentence: Promise, params: Mapping[str, Any]) -> Said:
    return Said(str(sentence % params))


def _mail(params: Mapping[str, Any]) -> Said:
    """The whole answer: the group reads it in its mailbox. The subject names the category, never what was asked (section 7)."""
    known = {"category": params.get("category") or _("no category")}
    head = _("Answer to knowledge point %(number)s by %(unit)s: %(category)s") % {**params, **known}
    lines = [
        (_("Question: %(text)s") % {"text": params["question"]}, ""),
        (_("Answer: %(text)s") % {"text": params["answer"]}, ""),
        (_("Answered by %(name)s (%(unit)s), %(at)s, version %(version)s") % params, ""),
    ]
    if params["is_late"]:
        lines.append((_("The answer came late: it was due %(due)s.") % params, ""))
    return Said(head, tuple(lines))


def register() -> None:
    """Called when the app is ready."""
    for kind, sentence in SENTENCES.items():
        register_notice(kind, partial(_sentence, sentence))
    register_notice(MAIL, _mail)
