"""All addresses of the program."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView

from hotline import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("favicon.ico", login_not_required(RedirectView.as_view(url="/static/favicon.svg")), name="favicon"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("dashboard/", include("reports.urls")),
    path("deadlines/", include("hotline.deadlines.urls")),
    path("inbox/", include("hotline.notices.urls")),
    path("jobs/", include("hotline.jobs.urls")),
    path("knowledge/", include("knowledge.urls")),
    path("duty/", include("dutyroster.urls")),
    path("workdays/", include("hotline.workdays.urls")),
    path("tickets/", include("tickets.urls")),
    path("", include("hotline.people.urls")),
    path("", include("tickets.home_urls")),
]
