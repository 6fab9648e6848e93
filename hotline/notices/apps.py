from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "hotline.notices"
    label = "notices"
