"""Signing in with a slip (D21): the one page of the roster for people who are not signed in."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dutyroster.actions import slip
from dutyroster.forms.day import SlipForm
from hotline import options
from hotline.people.forms import Attempts, address_of
from tickets.operation import Refused
from tickets.views import add_error

WRONG_CODES = 5  # from one address within a quarter of an hour


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@login_not_required
def use(request: HttpRequest) -> HttpResponse:
    """The code and a password of one's own: then the leader is signed in, and the slip is used."""
    form = SlipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        # Counted before the code is looked at, so that simultaneous guesses cannot slip through; a right code counts nothing.
        attempts = Attempts("slip", address_of(request))
        if attempts.count() > WRONG_CODES:
            form.add_error(None, _("Too many wrong codes. Please wait 15 minutes, or ask the front desk for help."))
        else:
            try:
                person = slip.use(form.cleaned_data["code"], form.cleaned_data["password1"])
            except Refused as refused:
                if refused.field != "code":
                    attempts.forget()
                add_error(form, refused)
            else:
                attempts.forget()
                login(request, person, backend="django.contrib.auth.backends.ModelBackend")
                said = {"username": person.username}
                messages.success(request, _("Welcome. Next time sign in as “%(username)s” with your new password.") % said)
                return redirect("dutyroster:today")
    context = {"form": form, "office_name": options.get("office_name")}
    return render(request, "dutyroster/slip.html", context, status=422 if form.errors else 200)
