"""A phone that signs what it records, as the brief of the protocol says, and hands it in without a session."""

import hashlib
import json
from typing import Any

from flask import Flask

from tests.evidence.keys import SigningKey
from tests.phones import Data, Phone

KEYS = "/api/v1/session/key"
DEPOSIT = "/api/v1/deposit"


class SigningPhone:
    """One person's registered phone; `deposit` needs nothing but its key."""

    def __init__(self, app: Flask, phone: Phone) -> None:
        self.app, self.phone, self.key = app, phone, SigningKey()
        answer = phone.caller.post(KEYS, {"public_key": self.key.public_key})
        assert answer.json == {"key_id": self.key.id}, answer.text
        self.previous: str | None = None
        self.seq = 0

    def signed(self, item: Data, photos: list[Data] | None = None, **more: Any) -> Data:
        """One change signed; the keeper goes beside the payload, never into it."""
        data = {name: value for name, value in item["data"].items() if name != "keeper"}
        self.seq += 1
        said = {
            "v": 1,
            "after": None,
            "author_id": self.phone.id,
            "device_id": self.phone.caller.device_id,
            "saved_at": item["captured_at"],
            "clock_offset_ms": 0,
            "clock_known_at": None,
            "monotonic_ms": 1.0,
            "boot_id": "b",
            "photos": photos or [],
            "previous": self.previous,
            "seq": self.seq,
            **item,
            "data": data,
        } | more
        payload = json.dumps(said, ensure_ascii=False)
        self.previous = hashlib.sha256(payload.encode()).hexdigest()
        signed = {"key_id": self.key.id, "payload": payload, "signature": self.key.sign(payload)}
        keeper = item["data"].get("keeper")
        return signed | ({"private": {"keeper": keeper}} if keeper else {})

    def deposit(self, *items: Data, **more: Any) -> Any:
        body = {"device_id": self.phone.caller.device_id, "items": list(items)} | more
        return self.app.test_client().post(DEPOSIT, json=body, headers={"Accept-Language": "en"})

    def statuses(self, *items: Data) -> list[str]:
        answer = self.deposit(*items)
        assert answer.status_code == 200, answer.text
        return [one["status"] for one in answer.json["receipts"]]
