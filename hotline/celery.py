"""The Celery application: worker and beat are started from here. The schedule stands in code."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hotline.settings")

HEARTBEAT_SECONDS = 15
SWEEP_SECONDS = int(os.environ.get("SWEEP_SECONDS", "60"))  # the fault tests have no minutes to wait
OUTBOX_SECONDS = int(os.environ.get("OUTBOX_SECONDS", "15"))

JOBS = "jobs"  # the queue of long work

app = Celery("hotline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    timezone="Asia/Shanghai",
    # Long work waits in a queue of its own, with a worker of its own: no export may hold up the sweep.
    task_routes={"hotline.jobs.tasks.run": {"queue": JOBS}},
    worker_hijack_root_logger=False,  # LOGGING in settings.py holds for worker and beat as well
    beat_schedule={
        "sweep": {
            "task": "hotline.deadlines.tasks.sweep",
            "schedule": SWEEP_SECONDS,
            # One that waited this long would do the next one's work.
            "options": {"expires": SWEEP_SECONDS},
        },
        "heartbeat": {
            "task": "hotline.tasks.heartbeat",
            "schedule": HEARTBEAT_SECONDS,
            # While no worker runs they must not pile up: an old heartbeat says nothing.
            "options": {"expires": 2 * HEARTBEAT_SECONDS},
        },
        "deliver": {
            "task": "hotline.notices.tasks.deliver",
            "schedule": OUTBOX_SECONDS,
            "options": {"expires": OUTBOX_SECONDS},
        },
        # From eight o'clock on until it has been done: whoever was down at eight catches up.
        "summaries": {
            "task": "hotline.notices.tasks.summarise",
            "schedule": crontab(minute="*/10", hour="8-21"),
            "options": {"expires": 600},
        },
        "notices-clean-up": {"task": "hotline.notices.tasks.clean_up", "schedule": crontab(hour=3, minute=40)},
        # At ten past midnight, and every hour after in case nobody ran then; what is tallied already costs one query.
        "tally": {"task": "reports.tasks.tally", "schedule": crontab(minute=10), "options": {"expires": 3000}},
        "recompute": {"task": "hotline.deadlines.tasks.recompute", "schedule": crontab(hour=2, minute=10)},
        "calendar-missing": {
            "task": "hotline.deadlines.missing.remind",
            "schedule": crontab(hour=9, minute=0),
            "options": {"expires": 12 * 3600},
        },
        "jobs-clean-up": {"task": "hotline.jobs.tasks.clean_up", "schedule": crontab(hour=3, minute=50)},
        "jobs": {"task": "hotline.jobs.tasks.pick_up", "schedule": 15, "options": {"expires": 15}},
    },
)
app.autodiscover_tasks()
