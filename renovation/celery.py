"""The Celery application and the whole schedule, in one place."""

import os
from pathlib import Path

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renovation.settings.dev")

app = Celery("renovation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    # A job whose worker died is sent again; nothing depends on the broker keeping a message (libraries.md, 2).
    "resend stuck jobs": {"task": "core.tasks.resend_stuck_jobs", "schedule": 60.0},
    # Rules may begin on a later day, and buildings age (docs/decisions/0011).
    "refresh standing": {"task": "communities.tasks.refresh_standing", "schedule": crontab(hour=0, minute=20)},
    # The first run of a day reminds; the later ones are for a day on which the machine was off in the morning.
    "remind": {"task": "deadlines.tasks.remind", "schedule": crontab(hour="7-20", minute=10)},
    "send what waits": {"task": "deadlines.tasks.send_waiting_everywhere", "schedule": 60.0},
    # Months open by themselves; a night on which the machine was off is made up for in the next hours.
    "open months": {"task": "progress.tasks.open_months", "schedule": crontab(hour="0,5-8", minute=40)},
    "look for contradictions": {
        "task": "progress.tasks.look_for_contradictions",
        "schedule": crontab(hour=1, minute=10),
    },
    # After months are opened; later runs are for a morning on which the machine was off.
    "make due reports": {"task": "reports.tasks.make_due_reports", "schedule": crontab(hour="6-20/2", minute=50)},
    "look for warnings about money": {
        "task": "funding.tasks.look_for_warnings",
        "schedule": crontab(hour="1,6", minute=25),
    },
    "make due fund reports": {"task": "funding.tasks.make_due_reports", "schedule": crontab(hour="6-20/2", minute=20)},
    "discard old files": {"task": "core.tasks.discard_old_files", "schedule": crontab(hour=3, minute=10)},
}

if not settings.REDIS_URL:
    for folder in ("messages", "control"):
        Path(settings.BROKER_DIR, folder).mkdir(parents=True, exist_ok=True)
