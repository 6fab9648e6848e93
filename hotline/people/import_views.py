"""Units and people by Excel: take the file out, bring it in, look at what would change, confirm. Only for the role admin."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hotline import clock
from hotline.downloads import download
from hotline.people import actions
from hotline.people.models import PeopleImport, Person, Role
from hotline.people.sheets import MOST_BYTES, Change, Plan, Upload, check, export, load, parse
from hotline.people.sheets.packing import MOST, pack, unpack
from hotline.tables import Fault, Faulty

LAST = 20  # imports listed
_SHOWN = 500  # changes of a preview
_FAULTS = 200  # shown at once
_MEGABYTES = MOST_BYTES // 1024 // 1024


class UploadForm(forms.Form):
    """The file. `upload` and `plan` are what it says and what it would change; `faults` what is wrong with it."""

    file = forms.FileField(
        label=gettext_lazy("Excel file"),
        allow_empty_file=True,
        help_text=gettext_lazy("An .xlsx with the sheets of units and people, or a .csv with one of them, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.faults: tuple[Fault, ...] = ()

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:  # before it is read
            message = _("The file is larger than %(most)s MB. Leave only what is needed in it.")
            raise ValidationError(message % {"most": _MEGABYTES})
        try:
            self.upload = parse(file.read())
            self.plan = check(self.upload, load(), self.actor)
        except Faulty as faulty:
            self.faults = faulty.faults
            message = _("Faults in this file: %(count)s. They are listed below; nothing was saved.")
            raise ValidationError(message % {"count": len(self.faults)}) from faulty
        return file


@dataclass(frozen=True)
class Looked:
    """What is shown before anything is saved."""

    upload: Upload
    plan: Plan
    file_name: str


def for_admins(view: Any) -> Any:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not isinstance(request.user, Person) or not request.user.has_role(Role.ADMIN):
            raise PermissionDenied
        answer: HttpResponse = view(request, request.user, *args, **kwargs)
        return answer

    return guarded


@require_http_methods(["GET", "POST"])
@for_admins
def bring_in(request: HttpRequest, person: Person) -> HttpResponse:
    """/people/import/: the file, then what it would change, then (with `confirm`) it is saved."""
    if "confirm" in request.POST:
        return _confirm(request, person)
    form = UploadForm(request.POST, request.FILES, actor=person) if request.method == "POST" else UploadForm(actor=person)
    if request.method == "POST" and form.is_valid():
        return _preview(request, Looked(form.upload, form.plan, form.cleaned_data["file"].name or ""))
    return _page(request, form, form.faults, status=422 if form.errors else 200)


def _page(request: HttpRequest, form: UploadForm, faults: Sequence[Fault] = (), *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "faults": faults[:_FAULTS],
        "more_faults": max(0, len(faults) - _FAULTS),
        "imports": PeopleImport.objects.select_related("by").defer("changes")[:LAST],
    }
    return render(request, "people/import.html", context, status=status)


def _preview(request: HttpRequest, looked: Looked, *, notice: str = "", status: int = 200) -> HttpResponse:
    plan = looked.plan
    packed = pack(looked.upload, looked.file_name, plan.digest)
    if len(packed) > MOST:
        messages.error(request, _("The file holds too much to be looked at at once. Divide it into several files."))
        return redirect("people_import")
    context = {
        "file_name": looked.file_name,
        "plan": plan,
        "counts": plan.counts,
        "changes": plan.changes[:_SHOWN],
        "grave": sum(bool(change.grave) for change in plan.changes),
        "new_people": plan.counts["person"]["new"],
        "packed": packed,
        "notice": notice,
    }
    return render(request, "people/import_preview.html", context, status=status)


def _confirm(request: HttpRequest, person: Person) -> HttpResponse:
    """Save what was looked at; if it would be something else now, look again first."""
    try:
        upload, file_name, digest = unpack(request.POST["confirm"])
    except signing.BadSignature:
        messages.error(request, _("This preview is too old. Please begin again."))
        return redirect("people_import")
    try:
        done = actions.import_people(upload, actor=person, file_name=file_name, digest=digest)
    except (actions.Stale, Faulty):
        return _again(request, person, upload, file_name)
    messages.success(request, _("Saved: units and people from %(file)s.") % {"file": file_name})
    return redirect("people_import_done", done.pk)


def _again(request: HttpRequest, person: Person, upload: Upload, file_name: str) -> HttpResponse:
    """Units or people were changed meanwhile: what the file would change now, or what is wrong with it now."""
    try:
        plan = check(upload, load(), person)
    except Faulty as faulty:
        messages.error(request, _("Units or people were changed meanwhile, and now the file has faults. Nothing was saved."))
        return _page(request, UploadForm(actor=person), faulty.faults, status=409)
    notice = _("Units or people were changed meanwhile, so nothing was saved. Look at what would happen now, and confirm again.")
    return _preview(request, Looked(upload, plan, file_name), notice=notice, status=409)


@require_GET
@for_admins
def done(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    """/people/import/7/: what an import changed."""
    found = get_object_or_404(PeopleImport.objects.select_related("by"), pk=pk)
    changes = [Change.of_json(row) for row in found.changes]
    total = sum(found.counts[kind][what] for kind in ("unit", "person") for what in ("new", "changed"))
    context = {"done": found, "changes": changes, "counts": found.counts, "total": total}
    return render(request, "people/import_done.html", context)


@require_GET
@for_admins
def take_out(request: HttpRequest, person: Person) -> HttpResponse:
    """/people/export/: all units and people in the layout that is imported; no passwords."""
    return download(export(load()), _("Units and people") + f"-{clock.today():%Y-%m-%d}.xlsx")
