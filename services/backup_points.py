"""The points and TikTok names of one server in an hourly backup, read into a file of rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from domain import backup_refusals
from domain.backup_values import may_be
from services.json_stream import JsonStream
from tables.point_copies import ACCOUNTS, POINTS
from tables.staging import Staging, Value

Line = tuple[Value, ...]


def read_points(stream: JsonStream, guild_id: int, staging: Staging) -> None:
    """Puts what the file has of the server into `staging`; what it has of others is passed over."""
    found = False
    for server in _members(stream, "servers"):
        if server != str(guild_id):
            _pass_over(stream)
        elif found:
            raise backup_refusals.backup_is_wrong("two times this server")
        else:
            found = True
            _read_server(stream, staging)
    if not found:
        raise backup_refusals.backup_of_another_server()


def _pass_over(stream: JsonStream) -> None:
    for _ in _members(stream, "server"):
        opening = stream.next_char()
        if opening == "{":
            for _ in stream.members():
                stream.value()
        elif opening == "[":
            for _ in stream.entries():
                pass
        else:
            stream.value()


def _read_server(stream: JsonStream, staging: Staging) -> None:
    readers = {"user_points": _read_members, "tiktok_accounts": _read_accounts}
    missing = dict(readers)
    staging.create("points", POINTS)
    staging.create("accounts", ACCOUNTS)
    for key in _members(stream, "server"):
        if key not in readers:
            stream.value()
        elif missing.pop(key, None) is None:
            raise backup_refusals.backup_is_wrong(f"two times {key}")
        else:
            readers[key](stream, staging)
    for key in missing:
        raise backup_refusals.backup_is_wrong(key)


def _read_members(stream: JsonStream, staging: Staging) -> None:
    def lines() -> Iterator[Line]:
        for one in _members(stream, "user_points"):
            member = _member(one)
            for origin, amount in _amounts(stream.value()):
                yield member, 1, origin, amount

    staging.fill("points", len(POINTS), lines())


def _read_accounts(stream: JsonStream, staging: Staging) -> None:
    if stream.next_char() != "[":
        raise backup_refusals.backup_is_wrong("tiktok_accounts")

    def points(place: int, account: Mapping[str, Any]) -> Iterator[Line]:
        return ((place, 0, origin, amount) for origin, amount in _amounts(account.get("points")))

    def lines() -> Iterator[Line]:
        for place, account in enumerate(stream.entries()):
            line = (place, *_account(account))
            staging.fill("points", len(POINTS), points(place, account))
            yield line

    try:
        staging.fill("accounts", len(ACCOUNTS), lines())
    except sqlite3.IntegrityError as error:
        raise backup_refusals.backup_is_wrong("tiktok_accounts") from error


def _member(text: str) -> int:
    """Discord: an id has at most 20 digits, and what SQLite cannot keep is none."""
    digits = text.removeprefix("-")  # below zero: the stand-in of somebody who was erased
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 20):
        raise backup_refusals.backup_is_wrong("a member in user_points")
    return _whole("user_points", "member_id", int(text))


def _account(found: object) -> tuple[str, int | None, int | None, int | None]:
    if not isinstance(found, dict):
        raise backup_refusals.backup_is_wrong("tiktok_accounts")
    handle = found.get("handle")
    if not isinstance(handle, str) or not may_be("accounts", "handle", "TEXT", handle, is_reference=False):
        raise backup_refusals.backup_is_wrong("tiktok_accounts, handle")
    user_id, member_id, linked_at = (
        None if found.get(name) is None else _whole("tiktok_accounts", name, found[name])
        for name in ("tiktok_user_id", "member_id", "linked_at")
    )
    return handle, user_id, member_id, linked_at


def _amounts(found: object) -> Iterator[tuple[str, int]]:
    if not isinstance(found, dict):
        raise backup_refusals.backup_is_wrong("points")
    for origin, amount in found.items():
        if not may_be("ledger", "origin", "TEXT", origin, is_reference=False):
            raise backup_refusals.backup_is_wrong("where points come from")
        yield origin, _whole("points", "amount", amount)


def _whole(where: str, column: str, value: object) -> int:
    if not isinstance(value, int) or not may_be(where, column, "INTEGER", value, is_reference=False):
        raise backup_refusals.backup_is_wrong(f"{where}, {column}")
    return value


def _members(stream: JsonStream, where: str) -> Iterator[str]:
    if stream.next_char() != "{":
        raise backup_refusals.backup_is_wrong(where)
    return stream.members()
