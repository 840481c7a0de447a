"""The folders and the database as the start finds them: what would go wrong later is said now, in a sentence."""

from __future__ import annotations

from database import DatabaseUnusableError
from domain.home import Home
from process.lock import folder_error
from services.backup_folder import BackupFolder


def check_home(home: Home) -> None:
    """Makes the folders that are not there. Raises FolderError, and DatabaseUnusableError for an emptied database."""
    for setting, folder in (("DATA_DIR", home.media), ("BACKUP_DIR", home.backup_dir)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise folder_error(folder, error, setting) from error
    _check_not_emptied(home)


def _check_not_emptied(home: Home) -> None:
    """SQLite takes a file without a byte for a new database: beside backups it is one that was lost."""
    if not home.database.is_file() or home.database.stat().st_size:
        return
    if any(name.endswith((".db", ".json")) for name in BackupFolder(home.backup_dir).names()):
        raise DatabaseUnusableError(
            f"{home.database} is empty, but there are backups in {home.backup_dir}. Nothing was changed. Bring one "
            "back with `python bot.py restore FILE`, or delete the empty file to start with nothing."
        )
