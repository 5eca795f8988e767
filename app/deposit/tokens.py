"""What the server hands out for deposits and knows again without keeping it: receipts, and tickets for photos."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson

from app.errors import NotFound

GOOD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Ticket:
    """One photo may be handed in: named and hashed in a payload that its author signed."""

    photo_id: UUID
    record_id: UUID
    sha256: str
    author_id: UUID
    device_id: str


def mac(key: bytes, purpose: str, text: bytes) -> str:
    own = hmac.digest(key, f"deposit {purpose}".encode(), "sha256")
    return base64url(hmac.digest(own, text, "sha256")[:16])


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def receipt(change_id: UUID, digest: str, key: bytes) -> str:
    """Says of one change with one content that it is here; whoever holds the key can tell that we said so."""
    return f"{change_id}.{digest[:16]}.{mac(key, 'receipt', f'{change_id} {digest}'.encode())}"


def ticket_for(ticket: Ticket, key: bytes, *, at: datetime) -> str:
    until = int((at + GOOD_FOR).timestamp())
    body = orjson.dumps([ticket.photo_id, ticket.record_id, ticket.sha256, ticket.author_id, ticket.device_id, until])
    return f"{base64url(body)}.{mac(key, 'ticket', body)}"


def ticket_in(text: str, key: bytes, *, at: datetime) -> Ticket:
    """Raises NotFound for anything but a ticket of ours that is still good."""
    head, _, seal = text.partition(".")
    try:
        body = urlsafe_b64decode(head + "=" * (-len(head) % 4))
    except ValueError as error:
        raise NotFound from error
    if not hmac.compare_digest(mac(key, "ticket", body).encode(), seal.encode()):
        raise NotFound
    photo_id, record_id, sha256, author_id, device_id, until = orjson.loads(body)
    if datetime.fromtimestamp(until, UTC) < at:
        raise NotFound
    return Ticket(UUID(photo_id), UUID(record_id), sha256, UUID(author_id), device_id)
