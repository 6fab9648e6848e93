"""Addresses of tickets."""

from django.urls import path, register_converter

from tickets import views


class Number:
    """A ticket's number as it stands in an address; anything else is no address at all."""

    regex = "[0-9]{8}-[0-9]{5,10}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Number, "number")
app_name = "tickets"
urlpatterns = [
    path("", views.ticket_list, name="list"),
    path("new/", views.register_ticket, name="register"),
    path("accept/", views.accept_many, name="accept_many"),
    path("files/<int:pk>/", views.attachment, name="attachment"),
    path("orders/<int:pk>.docx", views.order, name="order"),
    path("<number:number>/", views.ticket, name="ticket"),
    path("<number:number>/<slug:action>/", views.act, name="act"),
]
