"""All addresses of the program."""

from django.contrib import admin
from django.urls import include, path

from hotline import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("admin/", admin.site.urls),
    path("inbox/", include("hotline.notices.urls")),
    path("workdays/", include("hotline.workdays.urls")),
    path("tickets/", include("tickets.urls")),
    path("", include("hotline.people.urls")),
    path("", include("tickets.home_urls")),
]
