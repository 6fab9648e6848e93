"""Addresses of the knowledge base."""

from django.urls import path

from knowledge import item_views, question_views, views

app_name = "knowledge"
urlpatterns = [
    path("", views.index, name="index"),
    path("search/", views.search, name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("export.xlsx", views.export, name="export"),
    path("ask/", question_views.ask, name="ask"),
    path("queue/", question_views.queue, name="queue"),
    path("questions/", question_views.questions, name="questions"),
    path("questions/<int:pk>/", question_views.question, name="question"),
    path("questions/<int:pk>/<slug:deed>/", question_views.act, name="question_act"),
    path("items/new/", item_views.new, name="new"),
    path("items/<int:pk>/", item_views.item, name="item"),
    path("items/<int:pk>/<slug:deed>/", item_views.act, name="item_act"),
]
