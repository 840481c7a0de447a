"""Full copies by hand: `python bot.py backup` and `python bot.py restore FILE`, in processes of their own."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from process.folder_lock import alone_in
from tests.bot_env import HandClock
from tests.restore_checks import all_tables
from tests.services.test_guilds_apart import fill
from tests.show import MAX, link_to, open_show

ROOT = Path(__file__).resolve().parent.parent
NOTHING, DATA = 0, 4  # exit codes


@dataclass(frozen=True)
class Owner:
    """Somebody at the command line, with a data folder and a folder for backups."""

    data: Path
    backups: Path

    @property
    def database(self) -> Path:
        return self.data / "music_queue.db"

    def types(self, *words: str, code: int = NOTHING) -> str:
        """What the bot answers to `python bot.py words`; there is no token."""
        folders = {"DATA_DIR": str(self.data), "BACKUP_DIR": str(self.backups), "DISCORD_TOKEN": ""}
        done = subprocess.run(  # noqa: S603
            [sys.executable, str(ROOT / "bot.py"), *words],
            env={"PYTHONUTF8": "1", "GUILD_ID": "", **folders},
            capture_output=True,
            text=True,
            cwd=self.data.parent,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout + done.stderr

    def copies(self, prefix: str = "") -> list[Path]:
        """The files among the backups."""
        return sorted(self.backups.glob(f"{prefix}*")) if self.backups.exists() else []

    def content(self, file: Path | None = None) -> dict[str, list[tuple[object, ...]]]:
        """All rows of all tables."""
        with closing(sqlite3.connect(file or self.database)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            names = all_tables(file or self.database)
            return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}  # noqa: S608


@pytest.fixture
async def owner(tmp_path: Path, clock: HandClock) -> Owner:
    """An owner whose bot is stopped, after a show."""
    async with open_show(tmp_path / "data", clock) as show:
        await fill(show)
    return Owner(tmp_path / "data", tmp_path / "copies")


async def play_on(owner: Owner) -> None:
    """The bot runs for a while longer."""
    async with open_show(owner.data, HandClock()) as show:
        await show.submit(MAX, title="Later", skip=True, link=link_to("later"))


async def test_a_backup_is_one_checked_file_and_a_restore_brings_all_of_it_back(owner: Owner) -> None:
    before = owner.content()
    said = owner.types("backup")
    (copy,) = owner.copies()
    assert str(copy) in said
    assert "audio files are not in it" in said
    assert owner.content(copy) == before
    await play_on(owner)
    later = owner.content()
    assert later != before
    said = owner.types("restore", str(copy))
    assert owner.content() == before
    assert "audio files are not in it" in said
    (kept,) = owner.copies("before_restore_")
    assert str(kept) in said
    assert owner.content(kept) == later
    assert sorted(one.name for one in owner.data.glob("music_queue.db*")) == ["music_queue.db"]


async def test_a_backup_can_be_made_while_the_bot_runs_and_is_found_by_its_name_alone(owner: Owner) -> None:
    async with open_show(owner.data, HandClock()) as show:
        await show.submit(MAX, title="Later", skip=True)
        owner.types("backup")
    before = owner.content()
    (copy,) = owner.copies()
    await play_on(owner)
    owner.types("restore", copy.name)
    assert owner.content() == before


async def test_a_restore_is_refused_while_a_bot_runs_on_the_data(owner: Owner) -> None:
    owner.types("backup")
    before = owner.content()
    with alone_in(owner.data):
        said = owner.types("restore", str(owner.copies()[0]), code=DATA)
    assert "Another process of the bot works on" in said
    assert owner.content() == before
    assert owner.copies("before_restore_") == []


async def test_a_damaged_database_is_kept_as_it_is_and_replaced(owner: Owner) -> None:
    before = owner.content()
    owner.types("backup")
    (copy,) = owner.copies()
    whole = owner.database.read_bytes()
    damaged = b"\xff" * 5_000 + whole[5_000 : len(whole) // 2]
    owner.database.write_bytes(damaged)
    owner.data.joinpath("music_queue.db-wal").write_bytes(b"left by a crash")
    owner.types("restore", str(copy))
    assert owner.content() == before
    kept = owner.copies("before_restore_")
    assert [one.read_bytes() for one in kept] == [damaged, b"left by a crash"]


async def test_what_the_last_crash_left_beside_the_database_is_kept_and_does_not_spoil_the_copy(owner: Owner) -> None:
    before = owner.content()
    owner.types("backup")
    (copy,) = owner.copies()
    async with open_show(owner.data, HandClock()) as show:
        await show.submit(MAX, title="Later", skip=True)
        for ending in ("", "-wal"):  # the files as a kill would leave them
            shutil.copyfile(f"{owner.database}{ending}", owner.data / f"crashed{ending}")
    for ending in ("", "-wal"):
        (owner.data / f"crashed{ending}").replace(f"{owner.database}{ending}")
    owner.types("restore", str(copy))
    assert owner.content() == before
    kept = owner.copies("before_restore_")[0]
    assert "Later" in str(owner.content(kept)["submissions"])


def spoil(owner: Owner, how: str) -> Path:
    """A file that cannot be brought back."""
    owner.types("backup")
    (copy,) = owner.copies()
    whole = copy.read_bytes()
    if how == "newer":
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("PRAGMA user_version = 99")
    elif how == "of something else":
        copy.unlink()
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("CREATE TABLE photos (id INTEGER)")
            connection.execute("PRAGMA user_version = 1")
    elif how == "gone":
        copy.unlink()
    else:
        copy.write_bytes({"cut short": whole[: len(whole) // 2], "JSON": b'{"version": 1}', "empty": b""}[how])
    return copy


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("newer", "newer version of the bot"),
        ("of something else", "something else"),
        ("gone", "no such file"),
        ("cut short", "malformed"),
        ("JSON", "not a database"),
        ("empty", "something else"),
    ],
)
async def test_what_is_no_sound_copy_is_refused_in_a_sentence_and_nothing_changes(
    owner: Owner, how: str, why: str
) -> None:
    before, copy = owner.content(), spoil(owner, how)
    said = owner.types("restore", str(copy), code=DATA)
    assert why in said
    assert "Nothing was changed" in said
    assert owner.content() == before
    assert owner.copies("before_restore_") == []


async def test_without_a_database_there_is_nothing_to_back_up_and_a_restore_makes_one(
    owner: Owner, tmp_path: Path
) -> None:
    owner.types("backup")
    new = Owner(tmp_path / "new", owner.backups)
    new.data.mkdir()
    assert "there is no such file" in new.types("backup", code=DATA)
    said = new.types("restore", str(owner.copies()[0]))
    assert "What was there before" not in said
    assert new.content() == owner.content()


async def test_a_database_that_was_emptied_is_brought_back(owner: Owner) -> None:
    owner.types("backup")
    [copy] = owner.copies("music_queue")
    before = owner.content()
    owner.database.write_bytes(b"")
    assert "is brought back" in owner.types("restore", copy.name)
    assert owner.content() == before
