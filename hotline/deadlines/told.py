"""The page of a bundled message: every obligation it told of, as it stands now."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from hotline import clock
from hotline.deadlines import subjects
from hotline.deadlines.models import Deadline, Told
from hotline.deadlines.texts import due_view, stage_text

SHOWN = 500


@require_GET
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """The obligations of the message that holds this entry, as far as the reader may see them.

    A person's message is for that person; that of a work group for whoever of the group comes, so it shows each their own.
    """
    mine = Q(notice__person=request.user) | Q(notice__robot__isnull=False)
    first = get_object_or_404(Told.objects.select_related("bundle").filter(mine), pk=pk)
    rows = Told.objects.filter(notice=first.notice_id).select_related("alarm__deadline__unit").order_by("pk")[: SHOWN + 1]
    deadlines = [row.alarm.deadline for row in rows]
    context = {
        "stage": stage_text(first.bundle.stage),
        "rows": _rows(request.user, deadlines[:SHOWN]),
        "more": len(deadlines) > SHOWN,
    }
    return render(request, "deadlines/told.html", context)


def _rows(person: Any, deadlines: list[Deadline]) -> list[tuple[subjects.Subject, dict[str, Any]]]:
    about = {(d.subject_type, d.subject_id) for d in deadlines}
    named = subjects.describe(subjects.visible_to(person, about))
    now = clock.now()
    return [(named[d.subject_type, d.subject_id], due_view(d, now)) for d in deadlines if (d.subject_type, d.subject_id) in named]
