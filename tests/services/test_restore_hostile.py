"""Files that were made to hurt: each is refused with a sentence, while everything else goes on."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from itertools import repeat
from pathlib import Path

import pytest

from domain.refusals import Refusal
from services import backup_intake
from tests.restore_checks import anywhere, backed_up
from tests.show import GUILD, MIA, OTHER_GUILD, RITA, Show

MIB = 1024**2
PIECE = 64 * 1024
SMOOTH_SECONDS = 0.1
HEAD = b'{"version": 1, "data_version": 3, "created_at": "2026-11-01T20:00:00Z", "guild_id": "100", '
HOURLY = b'{"version": 1, "created_at": "2026-11-01T20:00:00Z", '


def filled(before: bytes, what: bytes, mib: int) -> Iterator[bytes]:
    """A file of that size that says one thing again and again."""
    yield before
    yield from repeat(what * (MIB // len(what)), mib)


HOSTILE = {
    "lists": (b"[", b"[],"),
    "lists in a table": (HEAD + b'"tables": {"away": [', b"[],"),
    "rows of lists": (HEAD + b'"tables": {"away": [{"guild_id": ', b"[],"),
    "lists under a strange key": (HEAD + b'"more": [', b"[],"),
    "depth": (HEAD + b'"tables": {"away": ', b"["),
    "one long text": (HEAD + b'"more": "', b"\xf0\x9f\x8e\xb5"),
    "one long number": (HEAD + b'"more": ', b"9"),
    "blanks": (b"", b" "),
    "keys": (b"{", b'"a":1,'),
    "a server of lists": (HOURLY + b'"servers": {"1": {"user_points": {"1": [', b"[],"),
    "servers": (HOURLY + b'"servers": {"1": {}', b',"1":{}'),
    "accounts of others": (HOURLY + b'"servers": {"1": {"tiktok_accounts": [{}', b",{}"),
}


async def trickle(content: Iterator[bytes]) -> AsyncIterator[bytes]:
    for piece in content:
        for start in range(0, len(piece), PIECE):
            yield piece[start : start + PIECE]


async def longest_wait(over: asyncio.Event) -> float:
    """The longest that anything else in the loop had to wait."""
    worst = 0.0
    while not over.is_set():
        began = time.perf_counter()
        await asyncio.sleep(0.005)
        worst = max(worst, time.perf_counter() - began)
    return worst


@pytest.mark.parametrize(("name", "mib"), [("lists", 60), *((name, 1) for name in HOSTILE)])
async def test_a_hostile_file_is_refused_and_delays_nobody(show: Show, name: str, mib: int) -> None:
    over = asyncio.Event()
    waiting = asyncio.create_task(longest_wait(over))
    with pytest.raises(Refusal):
        await show.services.backups.submit_upload(GUILD, trickle(filled(*HOSTILE[name], mib)))
    over.set()
    assert await waiting < SMOOTH_SECONDS * 5  # the machine of the tests is a busy one; in calm it is a tenth of it
    assert list((show.folder / "backups").iterdir()) == []


async def test_a_worker_at_its_limits_is_told_in_a_sentence(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup_intake, "CPU_SECONDS_AT_LEAST", 1)
    monkeypatch.setattr(backup_intake, "CPU_BYTES_A_SECOND", 10**12)
    row = json.dumps({"guild_id": GUILD, "member_id": 1, "since_at": 0}).encode() + b","
    content = filled(HEAD + b'"tables": {"notices": [', row, mib=60)
    with pytest.raises(Refusal, match="takes more to read than any backup"):
        await show.services.backups.submit_upload(GUILD, trickle(content))


async def test_a_server_reads_one_backup_at_a_time_and_no_worker_runs_beside_another(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    await show.submit(MIA)
    names = {guild_id: (await backed_up(show, guild_id))[0] for guild_id in (GUILD, OTHER_GUILD)}
    running, most = 0, 0
    read = backup_intake.read_in_worker

    async def counted(*args: object) -> object:
        nonlocal running, most
        running += 1
        most = max(most, running)
        try:
            return await read(*args)  # type: ignore[arg-type]
        finally:
            running -= 1

    monkeypatch.setattr("services.backup_intake.read_in_worker", counted)
    backups = show.services.backups
    found = await asyncio.gather(
        *(backups.preview(GUILD, names[GUILD]) for _ in range(3)),
        backups.preview(OTHER_GUILD, names[OTHER_GUILD]),
        return_exceptions=True,
    )
    refused = [str(one) for one in found if isinstance(one, Refusal)]
    assert [("is being read" in one) for one in refused] == [True, True]
    assert most == 1
    assert (await backups.preview(GUILD, names[GUILD])).name == names[GUILD]


async def test_a_restore_that_is_given_up_leaves_no_worker_and_no_file(show: Show) -> None:
    await show.submit(MIA)
    name, _ = await backed_up(show)
    restoring = asyncio.create_task(show.services.backups.restore(GUILD, RITA, name, anywhere))
    await asyncio.sleep(0.1)
    restoring.cancel()
    with pytest.raises(asyncio.CancelledError):
        await restoring
    assert [one.name for one in (show.folder / "backups").iterdir()] == [name]
    assert (await show.services.backups.restore(GUILD, RITA, name, anywhere)).left_out == []


async def test_a_large_backup_comes_back_row_by_row(show: Show, tmp_path: Path) -> None:
    """More rows than would fit in one piece of what is read."""
    async with show.database.transaction() as tables:
        await tables.guilds.rows(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 8000) "
            "INSERT INTO accounts SELECT i, 100, i, 'viewer ' || i FROM n"
        )
        await tables.guilds.rows(
            "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, made_at) "
            "SELECT 100, 'account', account_id, 'likes', account_id, 'likes', 0 FROM accounts"
        )
    name, document = await backed_up(show)
    assert (tmp_path / "backups" / name).stat().st_size > MIB
    async with show.database.transaction() as tables:
        await tables.guilds.rows("UPDATE accounts SET handle = 'gone'")
    await show.services.backups.restore(GUILD, RITA, name, anywhere)
    again = (await backed_up(show))[1]["tables"]
    assert again["accounts"] == document["tables"]["accounts"]
    assert again["ledger"] == document["tables"]["ledger"]
    await show.assert_sound()
