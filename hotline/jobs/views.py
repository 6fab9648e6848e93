"""A person's own background work: how far it is, and its file."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from hotline.jobs.models import Job, JobQuerySet

SHOWN = 20


def _of(request: HttpRequest) -> JobQuerySet:
    """What the person may see: the own jobs."""
    return Job.objects.filter(person=request.user)  # type: ignore[misc] # nobody comes here without signing in


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The person's last jobs, newest first."""
    rows = list(_of(request).order_by("-pk")[:SHOWN])
    return render(request, "jobs/list.html", {"jobs": rows})


@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """One job of the person's own; the part that changes asks for itself again until the work has ended."""
    row = get_object_or_404(_of(request), pk=pk)
    part = request.headers.get("HX-Request") == "true"
    response = render(request, "jobs/state.html" if part else "jobs/job.html", {"job": row})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_GET
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The result, for the person it was made for; always as a download."""
    row = get_object_or_404(_of(request), pk=pk)
    try:
        if not row.file:
            raise Http404
        opened = row.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(opened, as_attachment=True, filename=row.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
