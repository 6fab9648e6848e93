from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "hotline.workdays"
    label = "workdays"
