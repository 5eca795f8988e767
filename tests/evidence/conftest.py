"""Phones that sign."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import Clock
from tests.evidence.signer import Signer
from tests.people import Caller, sign_in
from tests.phones import Phone, phone

__all__ = ["phone"]

SignerOf = Callable[..., Signer]


@pytest.fixture
def signer(app: Flask, as_person: Callable[[str], Caller], clock: Clock) -> SignerOf:
    """`signer("officer1")`: a phone that has registered its key; `device="…"` for another one of the same person."""

    def made(username: str, *, device: str | None = None, register: bool = True) -> Signer:
        caller = Caller(app, sign_in(app, username, device_id=device)) if device else as_person(username)
        found = Signer(Phone(caller, clock))
        if register:
            found.register()
        return found

    return made
