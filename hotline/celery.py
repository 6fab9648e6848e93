"""The Celery application: worker and beat are started from here. The schedule stands in code."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.settings")

HEARTBEAT_SECONDS = 15

app = Celery("hotline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    timezone="Asia/Shanghai",
    worker_hijack_root_logger=False,  # LOGGING in settings.py holds for worker and beat as well
    beat_schedule={
        "heartbeat": {
            "task": "hotline.tasks.heartbeat",
            "schedule": HEARTBEAT_SECONDS,
            # While no worker runs they must not pile up: an old heartbeat says nothing.
            "options": {"expires": 2 * HEARTBEAT_SECONDS},
        },
    },
)
app.autodiscover_tasks()
