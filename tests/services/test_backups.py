"""Backups on time: what is due is made once, what was missed at the start, and a failure stops nothing."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.backups import HOURLY
from domain.refusals import Refusal
from services.backup_files import BackupFolder
from tables import full_copy
from tests.restore_checks import all_tables, backed_up
from tests.services.test_guilds_apart import fill
from tests.show import GUILD, MIA, RITA, Show

HOUR, DAY = 3600, 86_400


def names(show: Show) -> list[str]:
    """The files in the folder of backups, half written ones too."""
    folder = show.folder / "backups"
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


async def make_due(show: Show) -> list[str]:
    """Makes what is due; the names that were not there before."""
    before = set(names(show))
    assert await show.services.backups.make_due() == {}
    return sorted(set(names(show)) - before)


async def test_at_the_start_what_was_missed_is_made_and_then_nothing_until_the_next_hour(show: Show) -> None:
    assert await make_due(show) == ["music_queue_20261101.db", "points_backup_20261101_20.json"]
    for _ in range(3):
        show.clock.advance(HOUR / 4)
        assert await make_due(show) == []
    show.clock.advance(HOUR / 4)
    assert await make_due(show) == ["points_backup_20261101_21.json"]


async def test_the_nightly_copy_is_made_at_four_utc(show: Show) -> None:
    await make_due(show)
    show.clock.advance(8 * HOUR - 1)
    assert await make_due(show) == ["points_backup_20261102_03.json"]
    show.clock.advance(1)
    assert await make_due(show) == ["music_queue_20261102.db", "points_backup_20261102_04.json"]


async def test_forty_eight_hourly_and_fourteen_nightly_ones_are_kept(show: Show) -> None:
    for _ in range(60):
        await make_due(show)
        show.clock.advance(HOUR)
    assert len([one for one in names(show) if one.startswith("points_backup_")]) == 48
    for _ in range(16):
        await make_due(show)
        show.clock.advance(DAY)
    nightly = [one for one in names(show) if one.startswith("music_queue_")]
    assert len(nightly) == 14
    assert nightly[-1] == f"music_queue_{show.clock.now - timedelta(days=1):%Y%m%d}.db"


async def test_a_clock_that_jumps_back_makes_nothing_twice_and_drops_nothing(show: Show) -> None:
    await make_due(show)
    show.clock.advance(400 * DAY)
    ahead = await make_due(show)
    show.clock.advance(-400 * DAY)
    assert await make_due(show) == []
    show.clock.advance(HOUR)
    assert await make_due(show) == ["points_backup_20261101_21.json"]
    assert set(ahead) < set(names(show))


async def test_the_hourly_backup_is_readable_and_has_every_server(show: Show) -> None:
    await fill(show)
    await show.services.points.adjust(200, RITA, MIA, 4, "why")
    await make_due(show)
    document = json.loads((show.folder / "backups" / "points_backup_20261101_20.json").read_text(encoding="utf-8"))
    assert document["version"] == 1
    assert datetime.fromisoformat(document["created_at"]).tzinfo is not None
    assert document["servers"]["200"] == {"user_points": {"1": {"staff": 4}}, "tiktok_accounts": []}
    assert document["servers"]["100"]["user_points"] == {"1": {"staff": 5}}
    (account,) = [one for one in document["servers"]["100"]["tiktok_accounts"] if one["handle"] == "mia.sings"]
    assert (account["member_id"], account["points"]) == (1, {"likes": 8, "gifts": 106, "follows": 10})


async def test_the_nightly_copy_is_the_whole_database_in_one_file(show: Show) -> None:
    await fill(show)
    await make_due(show)
    copy, database = show.folder / "backups" / "music_queue_20261101.db", show.folder / "music_queue.db"
    with closing(sqlite3.connect(copy)) as old, closing(sqlite3.connect(database)) as new:
        assert old.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for name in all_tables(database):
            question = f"SELECT * FROM {name}"  # noqa: S608
            assert old.execute(question).fetchall() == new.execute(question).fetchall()
    assert not [one for one in names(show) if one.endswith(("-wal", "-shm", ".part"))]


async def test_the_newest_twenty_backups_of_a_server_are_kept(show: Show) -> None:
    made = [(await backed_up(show))[0] for _ in range(23)]
    assert len(set(made)) == 23  # all in the same second: each has a name of its own
    show.clock.advance(60)
    last = (await backed_up(show))[0]
    assert names(show) == [*made[4:], last]


class Disk:
    """A disk that is full while `full` is set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = True
        sync = os.fsync

        def fsync(number: int) -> None:
            if self.full:
                raise OSError(errno.ENOSPC, "No space left on device")
            sync(number)

        monkeypatch.setattr("os.fsync", fsync)


async def test_a_full_disk_is_reported_stops_nothing_and_leaves_no_half_file(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    for _ in range(2):
        failures = await show.services.backups.make_due()
        assert failures == dict.fromkeys(("hourly backup", "nightly backup"), "No space left on device")
    with pytest.raises(Refusal, match="No space left on device"):
        await show.services.backups.make_for(GUILD)
    assert names(show) == []
    await show.submit(MIA)
    disk.full = False
    assert await show.services.backups.make_due() == {}
    assert len(names(show)) == 2


async def test_a_copy_that_would_fill_the_disk_is_not_begun(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(show.folder)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=50 * 1024**2))
    failures = await show.services.backups.make_due()
    assert failures == {"nightly backup": "there is no room for a copy of the database"}


async def test_a_copy_that_is_not_sound_never_gets_its_name(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoilt(path: Path) -> int:
        raise full_copy.CopyError("row 3 missing from index")

    monkeypatch.setattr(full_copy, "version_of", spoilt)
    failures = await show.services.backups.make_due()
    assert failures == {"nightly backup": "row 3 missing from index"}
    assert [one for one in names(show) if "music_queue" in one] == []


async def test_a_folder_that_cannot_be_made_is_reported(show: Show) -> None:
    (show.folder / "backups").write_text("a file stands where the folder should be")
    assert set(await show.services.backups.make_due()) == {"hourly backup", "nightly backup"}


def test_what_a_kill_left_half_written_is_no_backup_and_goes_after_a_day(tmp_path: Path) -> None:
    folder = BackupFolder(tmp_path)
    left: Sequence[Path] = [tmp_path / f".points_backup_20261101_{hour}.json.77.part" for hour in (10, 11)]
    for path in left:
        path.write_text("half")
    os.utime(left[0], (0, 0))
    assert folder.names() == []
    folder.prune(HOURLY, datetime.now(UTC))
    assert [path.exists() for path in left] == [False, True]
