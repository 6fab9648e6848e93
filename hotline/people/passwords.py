"""What a password must be, said in the language of whoever chooses it."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    """Like Django's, whose Chinese sentence does not fit its English one any more and so is never found."""

    def get_error_message(self) -> str:
        return _("The password is too short: it needs at least %(n)s characters.") % {"n": self.min_length}

    def get_help_text(self) -> str:
        return _("The password needs at least %(n)s characters.") % {"n": self.min_length}
