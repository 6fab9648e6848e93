from django.urls import path

from hotline.workdays import views

app_name = "workdays"
urlpatterns = [
    path("", views.this_year, name="year"),
    path("<int:year>/", views.year, name="year"),
    path("explain/", views.explain, name="explain"),
]
