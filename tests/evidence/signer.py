"""A phone that signs what it saves, as the client does, and what the tests ask about it afterwards."""

import hashlib
import json
from typing import Any

from tests.evidence.keys import SigningKey
from tests.phones import Phone

Data = dict[str, Any]


class Signer:
    """One person's phone with a key of its own and the chain of what it has signed."""

    def __init__(self, phone: Phone) -> None:
        self.phone, self.caller, self.key = phone, phone.caller, SigningKey()
        self.previous: str | None = None
        self.seq = 0
        self.voided: list[Data] = []

    def register(self) -> None:
        answer = self.caller.post("/api/v1/session/key", {"public_key": self.key.public_key})
        assert answer.json == {"key_id": self.key.id}, answer.text

    def payload(self, item: Data, photos: list[Data] | None = None, **more: Any) -> Data:
        """What is signed of an item; `more` overrides."""
        own = {name: item.get(name) for name in ("change_id", "id", "kind", "op", "base", "after", "captured_at")}
        data = {name: value for name, value in item["data"].items() if name != "keeper"}
        return {
            "v": 1,
            **own,
            "author_id": self.caller.id,
            "device_id": self.caller.device_id,
            "saved_at": self.phone.now(),
            "clock_offset_ms": 0,
            "clock_known_at": self.phone.now(),
            "monotonic_ms": 1234.5,
            "boot_id": "boot",
            "photos": photos or [],
            "previous": self.previous,
            "seq": self.seq + 1,
            **({"voided": self.voided} if self.voided else {}),
            "data": data,
        } | more

    def sign(self, item: Data, **more: Any) -> Data:
        """The item with its signed payload; the chain goes on from it."""
        said = self.payload(item, **more)
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        self.previous, self.seq, self.voided = digest(text), self.seq + 1, []
        signed = {"key_id": self.key.id, "payload": text, "signature": self.key.sign(text)}
        return {**item, "evidence": {"clock_offset_ms": said["clock_offset_ms"], "signed": signed}}

    def incident(self, **more: Any) -> Data:
        """A new signed incident, not yet sent."""
        return self.sign(self.phone.item("incident"), **more)

    def void(self) -> None:
        """Signs a change and erases it before it leaves."""
        before, pending = self.previous, self.voided
        self.incident()
        self.voided = [*pending, {"sha256": self.previous, "previous": before}]

    def push(self, *items: Data) -> list[str]:
        return self.phone.statuses(*items)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def said_of(caller: Any, item: Data) -> Data:
    """What the page of the item's record says of its evidence."""
    answer = caller.get(f"/api/v1/{item['kind']}s/{item['id']}")
    assert answer.status_code == 200, answer.text
    found: Data = answer.json["evidence"]
    return found


def verdict_of(caller: Any, item: Data) -> tuple[str, str]:
    found = said_of(caller, item)
    return found["verdict"], found["reason"]


def digest_of(item: Data) -> str:
    return digest(item["evidence"]["signed"]["payload"])
