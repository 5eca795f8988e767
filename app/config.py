"""Settings, read once from the environment; a bad value stops the start with a message that says what to do."""

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app import office as offices
from app.basemap import settings as base_maps
from app.basemap.settings import BaseMap
from app.office import Office

DEFAULT_SECRET = "development-only-secret"  # noqa: S105  refused in production
ENVIRONMENTS = ("development", "production")


class BadSetting(SystemExit):
    """A setting that cannot be used; the process ends with the message."""


@dataclass(frozen=True)
class Settings:
    """All settings of the product; see README for each variable."""

    app_env: str
    secret_key: str
    database_url: str
    data_dir: Path
    field_key: bytes
    office: Office | None = None
    session_days: int = 60
    keeper_retention_days: int = 180
    track_retention_days: int = 30
    quarantine_days: int = 30
    snapshot_days: int = 14
    plan_tolerance_minutes: int = 60
    sign_in_tries: int = 10
    sign_in_minutes: int = 15
    one_time_password_hours: int = 72
    trusted_proxies: int = 0
    log_level: str = "INFO"
    base_map: BaseMap = field(default_factory=BaseMap)

    @property
    def production(self) -> bool:
        return self.app_env == "production"

    @property
    def photo_dir(self) -> Path:
        return self.data_dir / "photos"

    @property
    def zone_file_dir(self) -> Path:
        return self.data_dir / "zone-files"


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from `environ` (the process's by default). Raises BadSetting."""
    env = Reader(os.environ if environ is None else environ)
    app_env = env.choice("APP_ENV", "development", ENVIRONMENTS)
    data_dir = Path(env.text("DATA_DIR", "var")).resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    settings = Settings(
        app_env=app_env,
        secret_key=env.text("SECRET_KEY", DEFAULT_SECRET),
        database_url=env.text("DATABASE_URL", f"sqlite:///{data_dir / 'quanxun.db'}"),
        data_dir=data_dir,
        field_key=field_key(env, app_env, data_dir),
        office=office_key(env, app_env, data_dir / "office.key"),
        session_days=env.number("SESSION_DAYS", 60, 1, 365),
        keeper_retention_days=env.number("KEEPER_RETENTION_DAYS", 180, 1, 3650),
        track_retention_days=env.number("TRACK_RETENTION_DAYS", 30, 1, 365),
        quarantine_days=env.number("QUARANTINE_DAYS", 30, 1, 3650),
        snapshot_days=env.number("SNAPSHOT_DAYS", 14, 1, 365),
        sign_in_tries=env.number("SIGN_IN_TRIES", 10, 3, 1000),
        sign_in_minutes=env.number("SIGN_IN_MINUTES", 15, 1, 1440),
        one_time_password_hours=env.number("ONE_TIME_PASSWORD_HOURS", 72, 1, 720),
        plan_tolerance_minutes=env.number("PLAN_TOLERANCE_MINUTES", 60, 0, 240),
        trusted_proxies=env.number("TRUSTED_PROXIES", 0, 0, 5),
        log_level=env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
        base_map=base_map(env, data_dir),
    )
    refuse_defaults_in_production(settings)
    return settings


class Reader:
    """Typed reads of one environment; `NAME_FILE` names a file that holds the value."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ

    def text(self, name: str, default: str) -> str:
        return self.optional(name) or default

    def optional(self, name: str) -> str | None:
        if value := self.environ.get(name):
            return value
        file = self.environ.get(f"{name}_FILE")
        if not file:
            return None
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise BadSetting(f"{name}_FILE: cannot read {file}: {error.strerror}") from error

    def number(self, name: str, default: int, low: int, high: int) -> int:
        text = self.text(name, str(default))
        if not text.isdecimal() or not low <= int(text) <= high:
            raise BadSetting(f"{name} must be a whole number from {low} to {high}, not {text!r}")
        return int(text)

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        text = self.text(name, default)
        if text not in choices:
            raise BadSetting(f"{name} must be one of {', '.join(choices)}, not {text!r}")
        return text


def base_map(env: Reader, data_dir: Path) -> BaseMap:
    try:
        return base_maps.chosen(env.optional, data_dir)
    except base_maps.Unusable as error:
        raise BadSetting(str(error)) from error


def field_key(env: Reader, app_env: str, data_dir: Path) -> bytes:
    """The 32-byte key of personal data: FIELD_KEY, FIELD_KEY_FILE, or (development only) a file made once."""
    text = env.optional("FIELD_KEY")
    if text is None and app_env == "production":
        raise BadSetting("FIELD_KEY or FIELD_KEY_FILE must hold 32 random bytes in base64: openssl rand -base64 32")
    if text is None:
        text = development_key(data_dir / "field.key")
    try:
        key = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error) as error:
        raise BadSetting("FIELD_KEY is not base64: openssl rand -base64 32") from error
    if len(key) != 32:
        raise BadSetting(f"FIELD_KEY must be 32 bytes, not {len(key)}: openssl rand -base64 32")
    return key


def office_key(env: Reader, app_env: str, path: Path) -> Office | None:
    """The office's key pair: OFFICE_KEY, OFFICE_KEY_FILE, or the file that `quanxun office-key` makes; in development it
    makes itself."""
    text = env.optional("OFFICE_KEY")
    if text is None and not path.exists():
        return None if app_env == "production" else development_office(path)
    if text is None and app_env == "production" and offices.others_may_read(path):
        raise BadSetting(f"{path} can be read by others: chmod 600 {path}")
    try:
        return offices.read(text or path.read_text(encoding="ascii"))
    except (ValueError, TypeError) as error:
        raise BadSetting("OFFICE_KEY is not a P-256 private key: quanxun office-key") from error


def development_office(path: Path) -> Office:
    try:
        return offices.write(path)
    except FileExistsError:  # another process has, just now
        return offices.read(path.read_text(encoding="ascii"))


def development_key(path: Path) -> str:
    """Read the key file, or make it; two processes that start at once agree on the first."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text := base64.b64encode(secrets.token_bytes(32)).decode())
    return text


def refuse_defaults_in_production(settings: Settings) -> None:
    if not settings.production:
        return
    if settings.secret_key == DEFAULT_SECRET or len(settings.secret_key) < 32:
        raise BadSetting(
            "SECRET_KEY must be a random text of at least 32 characters in production: openssl rand -hex 32"
        )
