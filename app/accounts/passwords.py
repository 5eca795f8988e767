"""Passwords: argon2id, and what makes one too simple."""

import secrets
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MINIMUM = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is misread when dictated
COMMON = frozenset(
    {"password", "1234567890", "0123456789", "qwertyuiop", "quanxun", "quanxun-demo", "administrator", "a123456789"}
)
DEMO_PASSWORD = "quanxun-demo"  # noqa: S105  development only: a production start refuses it

_hasher = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$BsC82a71eXNE3Q8TydU6mQ$ICSFXboVtQlRo0HnAjqHqhqyG183ZDJI6HFam3KrHSE"
"""Of a word that nobody has kept: to compare with it takes as long as with somebody's. Made once, not at each start."""


def hashed(password: str) -> str:
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; takes as long when there is no such account."""
    try:
        fits = _hasher.verify(password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return fits and password_hash is not None


def one_time() -> str:
    """A password to read out once, about 59 bits: three groups of four letters and digits."""
    letters = [secrets.choice(ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


@dataclass(frozen=True)
class Fresh:
    """A one-time password and its hash, which takes a while: make it before the write turn is taken."""

    text: str
    hash: str


def fresh() -> Fresh:
    text = one_time()
    return Fresh(text, hashed(text))


def too_simple(password: str, username: str) -> bool:
    plain = password.lower()
    return len(password) < MINIMUM or plain in COMMON or username.lower() in plain or len(set(password)) < 4
