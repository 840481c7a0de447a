"""A backup that cannot be brought back whole is refused in a sentence, and nothing changes."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from domain.refusals import Refusal
from services import backup_intake
from tests.bot_env import HandClock
from tests.restore_checks import anywhere, backed_up, complete, pieces, rows_of
from tests.services.test_guilds_apart import fill
from tests.show import GUILD, OTHER_GUILD, RITA, Show, open_show

Document = dict[str, Any]
Forgery = Callable[[Document], object]


@pytest.fixture
async def show(tmp_path: Path, clock: HandClock) -> AsyncIterator[Show]:
    """A server that has something in every table."""
    async with open_show(tmp_path, clock) as opened:
        await fill(opened)
        await complete(opened)
        yield opened


async def refused(show: Show, content: bytes, guild_id: int = GUILD) -> str:
    """What handing `content` in is answered with; fails where a row is another one afterwards."""
    before, backups = rows_of(show.folder / "music_queue.db"), show.services.backups
    with pytest.raises(Refusal) as caught:
        await backups.restore(guild_id, RITA, (await backups.submit_upload(guild_id, pieces(content))).name, anywhere)
    assert rows_of(show.folder / "music_queue.db") == before
    return str(caught.value)


async def test_a_file_that_is_cut_short_anywhere_is_refused(show: Show) -> None:
    whole = json.dumps((await backed_up(show))[1]).encode()
    for length in (0, 1, 100, len(whole) // 2, len(whole) - 1):
        assert "cut short, or is not JSON" in await refused(show, whole[:length])


@pytest.mark.parametrize(
    "content",
    [
        b"ID3\x04 not JSON",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a": ' + b"[" * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"version": 1',
        b'{"version": 1} {}',
        b'{"version": 1,}',
        b"{1: 1}",
        b"",
    ],
    ids=[
        "a song",
        "no text",
        "too deep",
        "deep inside",
        "too long a number",
        "half",
        "two",
        "a comma",
        "no key",
        "empty",
    ],
)
async def test_what_is_not_json_is_refused(show: Show, content: bytes) -> None:
    assert "not JSON" in await refused(show, content)


@pytest.mark.parametrize(
    "content",
    ["[]", "3", "null", "{}", '{"version": 1}', '{"version": "1", "created_at": "2026-11-01T20:00:00Z", "tables": {}}',
     '{"version": true, "created_at": "2026-11-01T20:00:00Z", "tables": {}}',
     '{"version": 1, "created_at": "yesterday", "tables": {}}',
     '{"version": 1, "created_at": "2026-11-01T20:00:00", "tables": {}}',
     '{"version": 1, "created_at": "2026-11-01T20:00:00Z"}',
     '{"version": 1, "created_at": "2026-11-01T20:00:00Z", "tables": {}}'],
)  # fmt: skip
async def test_json_that_is_no_backup_is_refused(show: Show, content: str) -> None:
    assert "not a backup of this bot" in await refused(show, content.encode())


async def test_the_backup_of_another_server_is_refused(show: Show) -> None:
    _, document = await backed_up(show)
    assert "another server" in await refused(show, json.dumps(document).encode(), OTHER_GUILD)
    document["tables"]["away"][0]["guild_id"] = OTHER_GUILD
    assert "another server" in await refused(show, json.dumps(document).encode())
    await show.services.backups.make_due()
    hourly = (show.folder / "backups" / "points_backup_20261101_20.json").read_bytes()
    assert "another server" in await refused(show, hourly, OTHER_GUILD)


@pytest.mark.parametrize("name", ["version", "data_version"])
async def test_a_backup_from_a_newer_version_is_refused(show: Show, name: str) -> None:
    _, document = await backed_up(show)
    document[name] += 1
    assert "newer version of the bot" in await refused(show, json.dumps(document).encode())


def put(table: str, column: str, value: object) -> Forgery:
    return lambda tables: tables[table][0].__setitem__(column, value)


FORGERIES: dict[str, Forgery] = {
    "a table that there is not": lambda tables: tables.__setitem__("sqlite_schema", []),
    "a table is missing": lambda tables: tables.pop("ledger"),
    "a table is no list": lambda tables: tables.__setitem__("ledger", {"a": 1}),
    "a row is no object": lambda tables: tables["ledger"].append(7),
    "a column that there is not": put("away", "guild_id, 1) --", 5),
    "a column is missing": lambda tables: [row.pop("number") for row in tables["submissions"]],
    "rows are of two kinds": lambda tables: tables["submissions"][0].pop("note"),
    "a text for a number": put("submissions", "number", "1; DROP TABLE submissions"),
    "a list for a number": put("submissions", "number", [1]),
    "truth for a number": put("submissions", "hidden", True),
    "nothing for a number": put("submissions", "number", None),
    "a number for a text": put("submissions", "title", 5),
    "a number beyond 64 bits": put("submissions", "number", 2**63),
    "an amount that cannot be added up": put("ledger", "amount", 2**62),
    "an id beyond 64 bits": put("submissions", "member_id", 10**30),
    "a time after all times": put("submissions", "submitted_at", 2**62),
    "a time before all times": put("ledger", "made_at", -1),
    "no number at all": put("submissions", "duration_seconds", float("nan")),
    "half a character": put("submissions", "title", "\ud800"),
    "a text that ends early": put("submissions", "title", "a\x00b"),
    "a whole book": put("submissions", "note", "x" * 20_000),
    "a file outside the store": put("submissions", "file_hash", "../../etc/passwd"),
    "a file name that is a path": put("submissions", "file_name", "../song.mp3"),
    "a link that is none": put("submissions", "link", "javascript:alert(1)"),
    "a line that there is not": put("submissions", "line", "royal"),
    "a status that there is not": put("submissions", "status", "cancelled"),
    "an origin that there is not": put("ledger", "origin", "magic"),
    "an action that there is not": put("staff_actions", "kind", "sabotage"),
    "a setting out of bounds": lambda tables: tables["settings"].append(
        {"guild_id": GUILD, "name": "replay_hours", "value": "9999999"}
    ),
    "a song that is twice": lambda tables: tables["submissions"].append(dict(tables["submissions"][0])),
    "two songs that play": lambda tables: [row.update(status="playing", line="free") for row in tables["submissions"]],
    "a play of another server's song": put("plays", "submission_id", 999_999),
    "points of another server's account": lambda tables: [
        row.update(holder_kind="account", holder_id=999_999) for row in tables["ledger"]
    ],
    "an entry of another server's action": put("ledger", "action_id", 999_999),
    "a balance that is none": put("ledger", "amount", 0),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_forged_backup_is_refused(show: Show, forgery: str) -> None:
    _, document = await backed_up(show)
    FORGERIES[forgery](document["tables"])
    answer = await refused(show, json.dumps(document).encode())
    assert "something in it that cannot be" in answer
    assert len(answer) <= 300


HOURLY_FORGERIES: dict[str, Forgery] = {
    "no points": lambda server: server.pop("user_points"),
    "no accounts": lambda server: server.pop("tiktok_accounts"),
    "points are a list": lambda server: server.__setitem__("user_points", []),
    "a member is no number": lambda server: server["user_points"].__setitem__("x'; --", {"staff": 1}),
    "a member is too long": lambda server: server["user_points"].__setitem__("9" * 5000, {"staff": 1}),
    "points from nowhere": lambda server: server["user_points"].__setitem__("1", {"magic": 1}),
    "points are text": lambda server: server["user_points"].__setitem__("1", {"staff": "1"}),
    "points are huge": lambda server: server["user_points"].__setitem__("1", {"staff": 2**62}),
    "no handle": lambda server: server["tiktok_accounts"][0].pop("handle"),
    "an account is text": lambda server: server["tiktok_accounts"].append("mia"),
    "an account without points": lambda server: server["tiktok_accounts"][0].pop("points"),
    "a time after all times": lambda server: server["tiktok_accounts"][0].__setitem__("linked_at", 2**62),
}


@pytest.mark.parametrize("forgery", HOURLY_FORGERIES)
async def test_a_forged_hourly_backup_is_refused(show: Show, forgery: str) -> None:
    await show.services.backups.make_due()
    document = json.loads((show.folder / "backups" / "points_backup_20261101_20.json").read_bytes())
    HOURLY_FORGERIES[forgery](document["servers"][str(GUILD)])
    assert "something in it that cannot be" in await refused(show, json.dumps(document).encode())


async def test_sql_in_names_stays_text(show: Show) -> None:
    name, document = await backed_up(show)
    nasty = "'); DROP TABLE submissions; --"
    for row in document["tables"]["submissions"]:
        row["title"] = row["member_name"] = nasty
    name = (await show.services.backups.submit_upload(GUILD, pieces(json.dumps(document).encode()))).name
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    assert (await show.song(1)).song.title == nasty
    await show.assert_sound()


async def test_numbers_near_the_end_of_all_numbers_leave_room_for_those_to_come(show: Show) -> None:
    _, document = await backed_up(show)
    for row in document["tables"]["blocks"]:
        row["block_id"] = 2**63 - 1
    name = (await show.services.backups.submit_upload(GUILD, pieces(json.dumps(document).encode()))).name
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    assert [row["block_id"] for row in rows_of(show.folder / "music_queue.db")["blocks"]] == [1]


@pytest.mark.parametrize(
    "name",
    [
        "../music_queue.db",
        "music_queue_20261101.db",
        "guild_200_20261101_200000.json",
        "guild_100_20200101_000000.json",
        "",
    ],
)
async def test_a_name_that_is_no_backup_of_this_server_leads_nowhere(show: Show, name: str) -> None:
    await show.services.backups.make_due()
    with pytest.raises(Refusal, match="There is no backup"):
        await show.services.backups.restore(GUILD, RITA, name, anywhere)


async def test_a_file_beyond_the_limit_is_refused_before_it_is_all_there(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_intake, "MOST_MIB", 1)
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b" " * 100_000

    with pytest.raises(Refusal, match="bigger than 1 MiB"):
        await show.services.backups.submit_upload(GUILD, endless())
    assert taken == 11
