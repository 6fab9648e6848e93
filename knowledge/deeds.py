"""One way for every deed on a question or an item: its form in place on the page, and what comes back when it is refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from knowledge.actions.common import Stale
from tickets.operation import Busy, Forbidden, Refused
from tickets.views import add_error

HIDDEN = ("csrfmiddlewaretoken", "version", "request_id", "shown", "as")


@dataclass
class Deed:
    """What the person can do on this page now. `run` takes the checked values and gives where to go on, or nothing."""

    name: str
    label: Promise | str
    form: forms.Form
    run: Callable[[dict[str, Any]], str | None]
    done: Promise | str
    is_first: bool = False
    is_risky: bool = False
    is_open: bool = False
    drafts: bool = False  # has a button that only keeps the text


def carry_out(
    request: HttpRequest, deeds: Sequence[Deed], name: str, page: Callable[..., HttpResponse], *, here: str
) -> HttpResponse:
    """Do the named deed of those possible now; whatever is refused comes back on the page with everything that was typed."""
    deed = next((one for one in deeds if one.name == name), None)
    typed = [value for key, value in request.POST.items() if key not in HIDDEN and value]
    if deed is None:  # it was possible when the page was made
        return page(refused=str(Stale().message), typed=typed, status=409)
    deed.is_open = True
    if not deed.form.is_valid():
        return page(deeds=deeds, status=422)
    try:
        there = deed.run(deed.form.cleaned_data)
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from refused
    except Stale as refused:
        return page(refused=str(refused.message), typed=typed, status=409)
    except Busy:
        busy = _("Somebody else is saving this at this moment. Nothing was saved; please send it again.")
        return page(refused=busy, typed=typed, status=409)
    except Refused as refused:
        add_error(deed.form, refused)
        return page(deeds=deeds, status=422)
    messages.success(request, str(deed.done))
    return redirect(there or here)
