"""The settings of a server as one JSON file: written, and read back with suspicion."""

from __future__ import annotations

import json
from collections.abc import Mapping

from domain import setting_refusals
from domain.settings import FIELDS, GuildSettings, read_setting, stored_text

VERSION = 1
LARGEST_BYTES = 64 * 1024


def settings_file(guild_id: int, settings: GuildSettings) -> str:
    """All settings as JSON text, each as `/settings set` takes it."""
    values = {name: stored_text(getattr(settings, name)) for name in FIELDS}
    return json.dumps({"version": VERSION, "guild_id": guild_id, "settings": values}, indent=2) + "\n"


def read_settings_file(data: bytes) -> dict[str, str]:
    """The values in a file, by name; those of channels and roles mean something in the server that they are from only.

    Refuses what is no such file, comes from a newer version, or has an unknown name or a value out of bounds.
    """
    content = _content(data)
    values = content.get("settings")
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise setting_refusals.not_a_settings_file()
    for name, value in values.items():
        read_setting(name, value)
    return values


def _content(data: bytes) -> Mapping[str, object]:
    try:
        content = json.loads(data) if len(data) <= LARGEST_BYTES else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("version"), int):
        raise setting_refusals.not_a_settings_file()
    if content["version"] > VERSION:
        raise setting_refusals.settings_file_is_newer()
    return content
