"""The words of section 1 as choices."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class Step(models.IntegerChoices):
    """The seven steps; `Ticket.step` says where the ticket waits."""

    REGISTRATION = 1, pgettext_lazy("step", "registration")
    HANDLING = 2, pgettext_lazy("step", "handling")
    REPLY = 3, pgettext_lazy("step", "reply")
    SUPERVISION = 4, pgettext_lazy("step", "supervision")
    COMPILATION = 5, pgettext_lazy("step", "compilation")
    BULLETIN = 6, pgettext_lazy("step", "bulletin")
    ARCHIVE = 7, pgettext_lazy("step", "archive")


class Channel(models.TextChoices):
    PHONE = "phone", _("phone")
    LETTER = "letter", _("letter")
    WEB = "web", _("web")
    WECHAT = "wechat", _("WeChat")
    LEADER_DESK = "leader_desk", _("leader's desk")
    OTHER_PLATFORM = "other_platform", _("other platform")


class TicketType(models.TextChoices):
    INQUIRY = "inquiry", _("inquiry")
    HELP = "help", _("request for help")
    COMPLAINT = "complaint", _("complaint")
    REPORT = "report", _("report of an offence")
    SUGGESTION = "suggestion", _("suggestion")
    PRAISE = "praise", _("praise")
    OTHER = "other", pgettext_lazy("ticket type", "other")


class Urgency(models.TextChoices):
    NORMAL = "normal", pgettext_lazy("urgency", "normal")
    URGENT = "urgent", pgettext_lazy("urgency", "urgent")
    CRITICAL = "critical", pgettext_lazy("urgency", "critical")


class AnswerHow(models.TextChoices):
    """How a caller is told something (P3, P8)."""

    PHONE = "phone", _("by phone")
    SMS = "sms", _("by text message")
    WRITING = "writing", _("in writing")
    IN_PERSON = "in_person", _("in person")


class DispatchHow(models.TextChoices):
    PHONE = "phone", _("by phone")
    ORDER = "order", _("by assignment order")


class AnswerOutcome(models.TextChoices):
    """P8, P17: every caller is answered, or the reason why not is recorded."""

    ANSWERED = "answered", _("caller answered")
    NOT_POSSIBLE = "not_possible", _("no answer possible, reason recorded")


class Closed(models.TextChoices):
    """How a ticket came to compilation."""

    ANSWERED = "answered", _("answered directly")
    VOID = "void", _("void call")
    DECLINED = "declined", _("not accepted")
    REFERRED = "referred", _("referral settled")
    ACCEPTED = "accepted", pgettext_lazy("closed", "accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")


class HardMark(models.TextChoices):
    """Why the duty unit has to coordinate a ticket (D5)."""

    HARD = "hard", _("hard case")
    SHIRKING = "shirking", _("shirking")
    WRANGLING = "wrangling", _("wrangling between units")
    INACTION = "inaction", _("inaction")
    SLOWNESS = "slowness", _("slowness")


class Satisfaction(models.IntegerChoices):
    """Five grades; the top three count as satisfied (section 6)."""

    VERY_SATISFIED = 5, _("very satisfied")
    SATISFIED = 4, _("satisfied")
    FAIRLY_SATISFIED = 3, _("fairly satisfied")
    DISSATISFIED = 2, _("dissatisfied")
    VERY_DISSATISFIED = 1, _("very dissatisfied")
