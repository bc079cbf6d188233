"""The test suite: cheap passwords, plain static files, tasks in the caller's process unless a test starts a worker."""

import tempfile
from pathlib import Path

from renovation.settings.base import *  # noqa: F403
from renovation.settings.base import DATABASES, STORAGES

SECRET_KEY = "only-for-tests"
DEBUG = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True  # looks for files when asked; nothing was collected
FOLDER = Path(tempfile.mkdtemp(prefix="renovation-test-"))
MEDIA_ROOT = FOLDER / "media"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # In a file, not in memory: a late request of a browser test then waits for its turn, as it does in an office.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
