"""A setting that cannot be used stops the start with a message that says what to do."""

import base64
import stat
from pathlib import Path

import pytest

from app.config import BadSetting, from_environment

KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    return {
        "APP_ENV": "production",
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "0123456789abcdef0123456789abcdef",
        "FIELD_KEY": KEY,
    }


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("APP_ENV", "staging", "APP_ENV must be one of development, production"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL must be one of"),
        ("SESSION_DAYS", "0", "SESSION_DAYS must be a whole number from 1 to 365, not '0'"),
        ("SESSION_DAYS", "366", "SESSION_DAYS must be"),
        ("SESSION_DAYS", "many", "SESSION_DAYS must be"),
        ("SESSION_DAYS", "1.5", "SESSION_DAYS must be"),
        ("SESSION_DAYS", "²", "SESSION_DAYS must be"),
        ("KEEPER_RETENTION_DAYS", "-1", "KEEPER_RETENTION_DAYS must be"),
        ("TRACK_RETENTION_DAYS", "999", "TRACK_RETENTION_DAYS must be"),
        ("TRUSTED_PROXIES", "6", "TRUSTED_PROXIES must be"),
        ("FIELD_KEY", "not base64!", "FIELD_KEY is not base64"),
        ("FIELD_KEY", "c2hvcnQ=", "FIELD_KEY must be 32 bytes, not 5"),
        ("FIELD_KEY_FILE", "/no/such/file", "FIELD_KEY_FILE: cannot read /no/such/file: No such file"),
        ("SECRET_KEY_FILE", "/no/such/file", "SECRET_KEY_FILE: cannot read"),
    ],
)
def test_a_bad_value_is_named_and_explained(tmp_path: Path, name: str, value: str, words: str) -> None:
    with pytest.raises(BadSetting) as stopped:
        from_environment({"DATA_DIR": str(tmp_path), name: value})
    assert words in str(stopped.value)


def test_development_needs_nothing(tmp_path: Path) -> None:
    settings = from_environment({"DATA_DIR": str(tmp_path / "new")})
    assert not settings.production
    assert settings.database_url == f"sqlite:///{tmp_path / 'new' / 'quanxun.db'}"
    assert settings.photo_dir == tmp_path / "new" / "photos"
    assert len(settings.field_key) == 32


def test_the_development_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    first, second = (from_environment({"DATA_DIR": str(tmp_path)}) for _ in range(2))
    assert first.field_key == second.field_key
    assert stat.S_IMODE((tmp_path / "field.key").stat().st_mode) == 0o600


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    (tmp_path / "key").write_text(KEY + "\n", encoding="ascii")
    files = {"SECRET_KEY_FILE": str(tmp_path / "secret"), "FIELD_KEY_FILE": str(tmp_path / "key")}
    settings = from_environment({"DATA_DIR": str(tmp_path)} | files)
    assert settings.secret_key == "from a file"
    assert settings.field_key == bytes(range(32))


def test_production_starts_with_its_own_secrets(production: dict[str, str]) -> None:
    assert from_environment(production).production


@pytest.mark.parametrize("secret", ["", "development-only-secret", "too-short"])
def test_production_refuses_a_default_or_short_secret(production: dict[str, str], secret: str) -> None:
    with pytest.raises(BadSetting, match=r"SECRET_KEY must be a random text of at least 32 characters"):
        from_environment(production | {"SECRET_KEY": secret})


def test_production_makes_no_key_of_its_own(production: dict[str, str]) -> None:
    del production["FIELD_KEY"]
    with pytest.raises(BadSetting, match=r"FIELD_KEY or FIELD_KEY_FILE must hold 32 random bytes"):
        from_environment(production)
    assert not (Path(production["DATA_DIR"]) / "field.key").exists()
