"""A forgotten PIN: the office opens what a phone has wrapped for it, and only for the person whose it is, on that phone."""

from datetime import datetime
from typing import Any

from app.accounts import throttling
from app.accounts.scope import Actor
from app.accounts.throttling import Attempt
from app.audit import operations as audit
from app.errors import Forbidden, Invalid
from app.office import Office

Data = dict[str, Any]


def opening(attempt: Attempt, by: Actor) -> Attempt:
    """Counted by itself, whatever comes of it: signing in does not set it back."""
    return Attempt(attempt.username, "vault", f"vault {by.device_id}", known=True)


def given_back(wrap: Data, office: Office, by: Actor, attempt: Attempt, *, fits: bool, at: datetime) -> bytes:
    """The data key in a wrap. `fits`: the password was right, for whoever holds an open phone knows only its session.

    Raises Forbidden, or Invalid for what is not this person's on this phone; the caller commits all the same.
    """
    if not fits:
        throttling.count(attempt, at=at)
        raise Forbidden("bad_credentials")
    throttling.note(opening(attempt, by), at=at)
    key = own_key(wrap, office, by)
    outcome = "done" if key else "refused"
    subject = ("device", by.device_id)
    audit.record("vault_opened", by=by, at=at, outcome=outcome, source=attempt.source, subject=subject)
    if key is None:
        raise Invalid("vault_unreadable")
    return key


def own_key(wrap: Data, office: Office, by: Actor) -> bytes | None:
    """None for a wrap that is another person's, another phone's or another office's: the seal tells."""
    if (wrap["person"], wrap["device"], wrap["office"]) != (by.id, by.device_id, office.id):
        return None
    try:
        return office.data_key({**wrap, "person": str(wrap["person"])})
    except ValueError:
        return None
