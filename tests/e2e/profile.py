"""Reading a closed browser's profile folder as somebody who found the phone would: every byte of every file."""

import base64
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def spellings(word: str) -> Iterator[bytes]:
    """How a browser may have written a word: V8 stores Chinese as UTF-16, addresses are quoted, blobs are in base64."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield word.encode(encoding)
    yield quote(word).encode()
    yield word.encode("unicode_escape")
    yield base64.b64encode(word.encode())[:-4]


def readable(profile: Path, words: dict[str, str]) -> list[str]:
    """Which of the words stand where."""
    found = []
    for path in sorted(one for one in profile.rglob("*") if one.is_file()):
        content = path.read_bytes()
        for name, word in words.items():
            if any(spelled in content for spelled in spellings(word)):
                found.append(f"{name} in {path.relative_to(profile)}")
    return found


def holding(profile: Path, part: bytes) -> list[str]:
    """Files that hold these bytes."""
    files = (one for one in profile.rglob("*") if one.is_file())
    return [str(one.relative_to(profile)) for one in files if part in one.read_bytes()]
