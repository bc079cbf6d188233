"""`make run`: one machine, no configuration."""

from django.core.management.utils import get_random_secret_key

from renovation.settings.base import *  # noqa: F403
from renovation.settings.base import VAR, env


def _local_secret_key() -> str:
    """A key made once for this checkout and kept in var/, so that sessions outlive a restart."""
    path = VAR / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key(), encoding="utf-8")
        path.chmod(0o600)
    return path.read_text(encoding="utf-8")


SECRET_KEY = env.str("SECRET_KEY", default="") or _local_secret_key()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
