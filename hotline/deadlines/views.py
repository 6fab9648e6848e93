"""Why is this due then? The page of one deadline."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from hotline.deadlines import subjects
from hotline.deadlines.explain import explain as explained
from hotline.deadlines.models import Deadline
from hotline.people.models import Person


@require_GET
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Every counted and skipped day of a deadline; 404 for whoever may not see what it is about."""
    deadline = get_object_or_404(Deadline.objects.select_related("unit", "held_by", "person"), pk=pk)
    person = request.user
    key = (deadline.subject_type, deadline.subject_id)
    if not isinstance(person, Person) or key not in subjects.visible_to(person, [key]):
        raise Http404
    return render(request, "deadlines/explain.html", {"found": explained(deadline), "deadline": deadline})
