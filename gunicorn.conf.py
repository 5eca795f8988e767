"""How gunicorn serves the app: the same for `make run`, production, end-to-end tests and benchmarks."""

import os
from typing import Any

wsgi_app = "app:create_app()"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
# SQLite has one writer at a time: four workers were slower than two.
workers = int(os.environ.get("WORKERS", "2"))
threads = int(os.environ.get("THREADS", "8"))
keepalive = 75
# A phone on a bad line sends a photo slowly; gthread counts the worker's own heartbeat, not the request.
timeout = 60
graceful_timeout = 20
# Else it would write a socket into the home directory.
control_socket_disable = True
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()


def on_starting(_server: Any) -> None:
    """A bad setting ends the start here, with its message; in a worker it would be tried again and again."""
    from app.production import check

    check()


def post_worker_init(worker: Any) -> None:
    """A database that was restored while nobody served it is noticed now, not at the first request; the map gets ready."""
    from app.production import notice_restore, warm_map

    notice_restore(worker.wsgi)
    warm_map(worker.wsgi)


def worker_exit(_server: Any, worker: Any) -> None:
    """How far the log has come stands beside the database before the process is gone."""
    from app.production import note_log_end

    note_log_end(worker.wsgi)
