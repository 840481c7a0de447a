"""The settings of the process: read once at the start, frozen, and nobody else reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

HOME = Path(__file__).resolve().parent
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
MOST_GIGABYTES = 100_000
MOST_DAYS = 3650
HIGHEST_PORT = 65_535
BIGGEST_ID = 2**64 - 1  # Discord: ids are unsigned 64-bit numbers


class ConfigError(Exception):
    """A setting that the bot cannot start with; its text is the one sentence that the owner reads."""


@dataclass(frozen=True)
class Settings:
    """What the owner decides before the start; the environment's names are the fields' names in capitals.

    The last three are for stand-ins and mirrors only; None means the real service.
    """

    discord_token: str = field(repr=False)
    guild_id: int | None
    data_dir: Path
    backup_dir: Path
    media_quota_gb: int
    media_keep_days: int
    log_level: str
    overlay_host: str
    overlay_port: int | None
    discord_api_base: str | None
    discord_gateway: str | None
    oembed_base: str | None
    sign_api_key: str | None = field(repr=False)
    sign_api_url: str | None
    tiktok_url: str | None
    tiktok_webcast_url: str | None

    @classmethod
    def load(cls, environ: Mapping[str, str], *, needs_token: bool = True) -> Settings:
        """Read the settings from `environ`, where an empty value counts as none. Raises ConfigError."""
        return cls(
            discord_token=_token(environ, needed=needs_token),
            guild_id=_guild_id(environ),
            data_dir=_folder(environ, "DATA_DIR", default="data"),
            backup_dir=_folder(environ, "BACKUP_DIR", default="backups"),
            media_quota_gb=_number(environ, "MEDIA_QUOTA_GB", 20, 1, MOST_GIGABYTES),
            media_keep_days=_number(environ, "MEDIA_KEEP_DAYS", 0, 0, MOST_DAYS),
            log_level=_log_level(environ),
            overlay_host=_host(environ),
            overlay_port=_port(environ),
            discord_api_base=_address(environ, "DISCORD_API_BASE", "http", "https"),
            discord_gateway=_address(environ, "DISCORD_GATEWAY", "ws", "wss"),
            oembed_base=_address(environ, "OEMBED_BASE", "http", "https"),
            sign_api_key=_text(environ, "SIGN_API_KEY") or None,
            sign_api_url=_address(environ, "SIGN_API_URL", "http", "https"),
            tiktok_url=_address(environ, "TIKTOK_URL", "http", "https"),
            tiktok_webcast_url=_address(environ, "TIKTOK_WEBCAST_URL", "http", "https"),
        )


def load_settings(env_file: Path = HOME / ".env", *, needs_token: bool = True) -> Settings:
    """Read the settings from `env_file` and the environment, which wins. Raises ConfigError.

    Without `needs_token`, for what works on the data alone, a missing token is an empty one.
    """
    try:
        # utf-8-sig: Windows editors put a mark at the start of the file that would spoil the first name.
        from_file = dotenv_values(env_file, interpolate=False, encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"The file {env_file.name} is not plain text: save it again as UTF-8.") from error
    environ = {name: value for name, value in from_file.items() if value is not None} | dict(os.environ)
    return Settings.load(environ, needs_token=needs_token)


def _text(environ: Mapping[str, str], name: str) -> str:
    return environ.get(name, "").strip()


def _token(environ: Mapping[str, str], *, needed: bool) -> str:
    token = _text(environ, "DISCORD_TOKEN")
    if not token and needed:
        raise ConfigError(
            "DISCORD_TOKEN is missing: get a bot token at https://discord.com/developers/applications"
            " and write it into the file .env, or run `make demo` to see the bot at work without one."
        )
    if len(token.split()) > 1:
        raise ConfigError("DISCORD_TOKEN has a space in it: write the token alone, as the Bot page shows it.")
    return token


def _guild_id(environ: Mapping[str, str]) -> int | None:
    text = _text(environ, "GUILD_ID")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 20 and 0 < int(text) <= BIGGEST_ID):
        raise ConfigError(f"GUILD_ID must be the id of one server, digits only, or empty; it is {text[:40]!r}.")
    return int(text)


def _folder(environ: Mapping[str, str], name: str, *, default: str) -> Path:
    folder = HOME / (_text(environ, name) or default)
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{name} must be the name of a folder, but {str(folder)!r} is a file.")
    return folder


def _number(environ: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = _text(environ, name) or str(default)
    if not (text.isascii() and text.isdecimal() and len(text) <= 6 and least <= int(text) <= most):
        raise ConfigError(f"{name} must be a whole number from {least} to {most}; it is {text[:40]!r}.")
    return int(text)


def _log_level(environ: Mapping[str, str]) -> str:
    level = _text(environ, "LOG_LEVEL").upper() or "INFO"
    if level not in LOG_LEVELS:
        raise ConfigError(f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}; it is {level[:40]!r}.")
    return level


def _host(environ: Mapping[str, str]) -> str:
    host = _text(environ, "OVERLAY_HOST") or "127.0.0.1"
    try:
        return str(ip_address(host))
    except ValueError as error:
        raise ConfigError(
            f"OVERLAY_HOST must be an address of this computer, such as 127.0.0.1 or 0.0.0.0; it is {host[:40]!r}."
        ) from error


def _port(environ: Mapping[str, str]) -> int | None:
    text = _text(environ, "OVERLAY_PORT")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= HIGHEST_PORT):
        raise ConfigError(
            f"OVERLAY_PORT must be a whole number from 1 to {HIGHEST_PORT}, or empty; it is {text[:40]!r}."
        )
    return int(text)


def _address(environ: Mapping[str, str], name: str, *schemes: str) -> str | None:
    text = _text(environ, name)
    if not text:
        return None
    if not _is_address(text, schemes):
        raise ConfigError(f"{name} must be an address that starts with {schemes[0]}:// or {schemes[1]}://, or empty.")
    return text.rstrip("/")


def _is_address(text: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a broken [IPv6] host, or a port that is no number
        return False
