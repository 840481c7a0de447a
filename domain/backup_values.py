"""What a value of a backup may be, so that a forged file cannot bring in what the bot would never have written."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping

from domain.actions import ActionKind
from domain.lines import Line
from domain.points import Origin
from domain.refusals import Refusal
from domain.settings import FIELDS, read_setting
from domain.submissions import Status

LARGEST_ID = 2**63 - 1
LARGEST_COUNT = 10**12  # a million of these can still be added up in 64 bits
LATEST = 253_402_300_799_999_999  # microseconds: the end of the year 9999, where Python's times end
LONGEST_TEXT = 10_000

CHOICES: Mapping[str, Collection[str]] = {
    "line": set(Line),
    "old_line": set(Line),
    "new_line": set(Line),
    "old_status": set(Status),
    "new_status": set(Status),
    "origin": set(Origin),
    "staff_actions.kind": set(ActionKind),
}
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f]{1,2000}")
PATTERNS: Mapping[str, re.Pattern[str]] = {
    "file_hash": re.compile(r"[0-9a-f]{64}"),  # it becomes the name of a file
    "file_name": re.compile(r"[^/\\\x00]{1,255}"),
    "link": _WEB_ADDRESS,
    "artwork_url": _WEB_ADDRESS,
}


def may_be(table: str, column: str, kind: str, value: object, *, is_reference: bool) -> bool:
    """Whether `value` can stand in a column of the SQLite type `kind`; a reference is a number of another row."""
    if kind == "INTEGER":
        return isinstance(value, int) and not isinstance(value, bool) and _number_can_be(column, value, is_reference)
    if kind == "TEXT":
        return isinstance(value, str) and _can_be_stored(value) and _text_can_be(table, column, value)
    return isinstance(value, int | float) and math.isfinite(value) and abs(value) < LARGEST_COUNT


def _number_can_be(column: str, value: int, is_reference: bool) -> bool:  # noqa: FBT001  # called here alone
    if column == "at" or column.endswith(("_at", "_micros")):
        return 0 <= value <= LATEST
    largest = LARGEST_ID if is_reference or column.endswith("_id") else LARGEST_COUNT
    return -largest <= value <= largest


def _text_can_be(table: str, column: str, value: str) -> bool:
    if (pattern := PATTERNS.get(column)) and not pattern.fullmatch(value):
        return False
    choices = CHOICES.get(column) or CHOICES.get(f"{table}.{column}")
    return choices is None or value in choices


def setting_can_be(name: object, value: object) -> bool:
    """Whether a setting is within its bounds; one that this version does not know does no harm."""
    try:
        return name not in FIELDS or bool([read_setting(str(name), str(value))])
    except Refusal:
        return False


def _can_be_stored(text: str) -> bool:
    """False for half a surrogate pair, which JSON can write and UTF-8 cannot, for NUL, and for a whole book."""
    return len(text) <= LONGEST_TEXT and "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
