"""What the start finds in its folders: a sentence instead of a surprise."""

from __future__ import annotations

from pathlib import Path

import pytest

from database import DatabaseUnusableError
from domain.installation import Installation
from process.folder_lock import FolderError
from process.folders import check_home


@pytest.fixture
def home(tmp_path: Path) -> Installation:
    (tmp_path / "data").mkdir()
    return Installation(tmp_path / "data", tmp_path / "backups")


def test_folders_that_are_not_there_are_made(home: Installation) -> None:
    check_home(home)
    assert home.media.is_dir()
    assert home.backup_dir.is_dir()
    check_home(home)


@pytest.mark.parametrize(("folder", "setting"), [("media", "DATA_DIR"), ("backup_dir", "BACKUP_DIR")])
def test_a_file_where_a_folder_should_be_is_named(home: Installation, folder: str, setting: str) -> None:
    place = getattr(home, folder)
    place.write_text("x")
    with pytest.raises(FolderError, match=rf"{place} is a file, but a folder is needed there.*another {setting}\."):
        check_home(home)
    assert place.read_text() == "x"


@pytest.mark.parametrize("backup", ["music_queue_20261101.db", "points_backup_20261101_20.json"])
def test_an_emptied_database_beside_backups_stops_the_start_and_is_left_as_it_is(
    home: Installation, backup: str
) -> None:
    check_home(home)
    home.database.touch()
    (home.backup_dir / ".gitkeep").touch()
    check_home(home)  # nothing was backed up yet: the very first start was cut short
    (home.backup_dir / backup).write_text("x")
    with pytest.raises(DatabaseUnusableError, match=r"is empty, but there are backups in .*restore FILE`, or delete"):
        check_home(home)
    assert home.database.stat().st_size == 0
    home.database.unlink()
    check_home(home)
