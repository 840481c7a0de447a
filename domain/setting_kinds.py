"""The kinds of settings there are: each reads a text, and refuses what does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from typing import Any

from domain import setting_refusals
from domain.hosts import HOST_NAME

Reader = Callable[[str, str], Any]

MOST_HOSTS = 50


def number(default: int, low: int, high: int, meaning: str) -> Any:  # noqa: ANN401  # dataclasses.field is Any too
    """A whole number within bounds."""

    def read(name: str, text: str) -> int:
        # Nine digits: int() itself raises for thousands of them.
        if not re.fullmatch(r"[0-9]{1,9}", text.strip()) or not low <= int(text) <= high:
            raise setting_refusals.setting_out_of_bounds(name, f"a whole number from {low} to {high}")
        return int(text)

    return setting(default, meaning, f"{low} to {high}", read)


def choice(default: str, choices: tuple[str, ...], meaning: str) -> Any:  # noqa: ANN401
    """One of a few words."""

    def read(name: str, text: str) -> str:
        if text.strip().lower() not in choices:
            raise setting_refusals.setting_out_of_bounds(name, "one of " + ", ".join(choices))
        return text.strip().lower()

    return setting(default, meaning, " or ".join(choices), read, choices)


def snowflake(meaning: str) -> Any:  # noqa: ANN401
    """A channel or a role, or none."""

    def read(name: str, text: str) -> int | None:
        digits = text.strip().strip("<#@&>")
        if digits in {"", "none"}:
            return None
        if not re.fullmatch(r"[0-9]{1,20}", digits):
            raise setting_refusals.setting_out_of_bounds(name, "a mention of it, its id, or none")
        return int(digits)

    return setting(None, meaning, "a mention, an id, or none", read)


def setting(default: object, meaning: str, bounds: str, read: Reader, choices: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
    """A field of the settings; its metadata says what it means, what it may be, and reads it."""
    metadata = {"meaning": meaning, "bounds": bounds, "read": read, "choices": choices}
    return field(default=default, metadata=metadata)


def read_hosts(name: str, text: str) -> tuple[str, ...]:
    """Host names with spaces or commas between."""
    hosts = tuple(dict.fromkeys(text.lower().replace(",", " ").split()))
    if not 1 <= len(hosts) <= MOST_HOSTS or not all(HOST_NAME.fullmatch(host) for host in hosts):
        raise setting_refusals.setting_out_of_bounds(name, f"1 to {MOST_HOSTS} host names like soundcloud.com")
    return hosts
