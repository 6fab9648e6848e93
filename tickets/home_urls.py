"""The home page: what must I do now?"""

from django.urls import path

from tickets import home

urlpatterns = [path("", home.home, name="home")]
