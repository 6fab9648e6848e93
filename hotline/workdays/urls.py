from django.urls import path

from hotline.workdays import change_views, views

app_name = "workdays"
urlpatterns = [
    path("", views.this_year, name="year"),
    path("<int:year>/", views.year, name="year"),
    path("explain/", views.explain, name="explain"),
    path("change/", change_views.change, name="change"),
]
