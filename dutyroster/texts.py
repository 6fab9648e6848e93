"""The sentences of the duty roster's notices."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.notices import texts
from hotline.notices.texts import Said

SENTENCES: Mapping[str, Promise] = {
    "roster_announced": _(
        "The roster of %(month)s is announced: your unit is on duty on %(days)s. Name the leaders by %(due)s, please."
    ),
    "roster_announced_named": _("The roster of %(month)s is announced: your unit is on duty on %(days)s."),
    "leaders_urged": _("Please name the leaders for your unit's duty in %(month)s; they are due by %(due)s."),
    "leaders_changed": _("%(unit)s has changed its leaders on duty for %(month)s."),
    "handover_unsigned": _("The duty day of %(unit)s on %(day)s ended without a signed handover"),
    "leave_asked": _("Please decide: %(unit)s asks for leave for %(name)s from the duty day %(day)s"),
    "leave_granted": _("Leave granted for %(name)s of %(unit)s from the duty day %(day)s"),
    "leave_refused": _("Leave refused for %(name)s of %(unit)s from the duty day %(day)s"),
    "leave_taken_back": _("The request for leave for %(name)s of %(unit)s from the duty day %(day)s was taken back"),
    "leave_ended": _("The leave for %(name)s of %(unit)s from the duty day %(day)s has ended: the leader comes after all"),
    "leave_substitute": _("On the duty day %(day)s you stand in for %(name)s of %(unit)s as deputy"),
    "leave_moot": _("The duty day %(day)s went to another unit: the leave for %(name)s of %(unit)s is void"),
    "makeup_wanted": _("Please arrange make-up duty for %(unit)s: its principal has leave from the duty day %(day)s"),
    "makeup_arranged": _("%(unit)s has make-up duty on %(makeup)s for the duty day %(day)s; the principal attends"),
    "makeup_undone": _("The make-up duty of %(unit)s on %(makeup)s for the duty day %(day)s was cancelled"),
    "makeup_void": _("%(unit)s owes no make-up duty for %(day)s any more; please decide whose %(makeup)s is now"),
    "makeup_moot": _("The duty day %(day)s went to another unit: %(makeup)s makes up for it no more and is an ordinary duty day"),
    "score_confirmed": _("Your unit's score for the duty day %(day)s is confirmed: %(points)s"),
    "score_reversed": _("Your unit's score for the duty day %(day)s was reversed: %(points)s"),
    "score_appealed": _("%(unit)s appeals against the score of the duty day %(day)s"),
    "appeal_upheld": _("Your unit's appeal against the score of the duty day %(day)s was upheld"),
    "appeal_refused": _("Your unit's appeal against the score of the duty day %(day)s was refused"),
    # the duty day
    "slip_issued": _("%(by)s has printed a sign-in slip for you. If you did not ask for it, tell the hotline office at once."),
    "slip_used": _("Your password was set with a sign-in slip at %(at)s. If that was not you, tell the hotline office at once."),
    "duty_question": _("A question for the duty leader from %(name)s (%(unit)s)"),
    "duty_answer": _("The duty leader %(name)s (%(unit)s) has answered your question"),
    "handover_signed": _("The handover of %(day)s (%(unit)s) is signed and waits for your unit's confirmation from 06:00 on"),
    "handover_taken": _("%(name)s has taken the duty day of %(unit)s on %(day)s over without a signature"),
    "handover_reservations": _("%(name)s has confirmed your handover of %(day)s with reservations"),
    # swaps
    "swap_asked": _("%(first)s asks your unit for a swap: its %(first_day)s for your %(second_day)s. Please answer."),
    "swap_consented": _(
        "%(second)s has consented to the swap: your %(first_day)s for its %(second_day)s. The office decides now."
    ),
    "swap_to_decide": _("Please decide a swap: %(first)s %(first_day)s ↔ %(second)s %(second_day)s"),
    "swap_refused": _("%(second)s does not agree to the swap with %(first)s: %(first_day)s ↔ %(second_day)s"),
    "swap_taken_back": _("The request for a swap was taken back: %(first)s %(first_day)s ↔ %(second)s %(second_day)s"),
    "swap_granted": _("Swapped: %(first)s is on duty on %(second_day)s now, %(second)s on %(first_day)s"),
    "swap_denied": _("The office has refused the swap: %(first)s %(first_day)s ↔ %(second)s %(second_day)s"),
    "swap_moot": _("The swap cannot be made any more: %(first)s %(first_day)s ↔ %(second)s %(second_day)s"),
    "roster_changed": _("The roster of %(day)s was changed: %(old)s → %(new)s"),
    "leaderless": _("No leader of %(unit)s is checked in on its duty day %(day)s"),
}


def register() -> None:
    """Called when the app is ready."""
    for kind, sentence in SENTENCES.items():
        texts.register(kind, lambda params, sentence=sentence: Said(str(sentence % params)))  # type: ignore[misc]
