"""Which versions of our own client this server still serves. Other clients say nothing and are served by what they send."""

import re

from flask import request

from app.errors import Forbidden

HEADER = "X-Quanxun-Client"
OLDEST = (0, 1)
"""Raised only when the interface cannot serve an older one any more; phones keep their queue and are told to update."""
VERSION = re.compile(r"(\d{1,4})\.(\d{1,4})\.")


def refuse_too_old() -> None:
    """Raises Forbidden for a client of ours that is older than `OLDEST`."""
    found = VERSION.match(request.headers.get(HEADER, ""))
    if found and (int(found[1]), int(found[2])) < OLDEST:
        raise Forbidden("client_too_old", oldest=".".join(map(str, OLDEST)))
