"""The web server, the same under `make run` and in the containers; HOST, PORT, WEB_WORKERS choose."""

import os

wsgi_app = "renovation.wsgi"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
timeout = 60
loglevel = "warning"
# Loaded once and shared by the workers; each is renewed now and then, so that what one huge page took is given back.
preload_app = True
max_requests = 5_000
max_requests_jitter = 500
control_socket_disable = True


def when_ready(server: object) -> None:
    """Say what bin/run wants said once the site is up: its address and the demo accounts."""
    print(os.environ.get("ANNOUNCE", ""), flush=True)
