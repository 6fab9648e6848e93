"""Addresses of tickets."""

from django.urls import path

from tickets import views

app_name = "tickets"
urlpatterns = [
    path("", views.ticket_list, name="list"),
    path("new/", views.register_ticket, name="register"),
    path("accept/", views.accept_many, name="accept_many"),
    path("files/<int:pk>/", views.attachment, name="attachment"),
    path("orders/<int:pk>.docx", views.order, name="order"),
    path("<str:number>/", views.ticket, name="ticket"),
    path("<str:number>/<str:action>/", views.act, name="act"),
]
