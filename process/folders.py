"""The folders and the database as the start finds them: what would go wrong later is said now, in a sentence."""

from __future__ import annotations

import logging
import sys

from database import DatabaseUnusableError
from domain.installation import LEAST_OPEN_FILES, Installation
from process.folder_lock import folder_error
from services.backup_files import BackupFolder


def check_home(home: Installation) -> None:
    """Makes the folders that are not there. Raises FolderError, and DatabaseUnusableError for an emptied database."""
    for setting, folder in (("DATA_DIR", home.media), ("BACKUP_DIR", home.backup_dir)):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise folder_error(folder, error, setting) from error
    _check_not_emptied(home)


def _check_not_emptied(home: Installation) -> None:
    """SQLite takes a file without a byte for a new database: beside backups it is one that was lost."""
    if not home.database.is_file() or home.database.stat().st_size:
        return
    if any(name.endswith((".db", ".json")) for name in BackupFolder(home.backup_dir).names()):
        raise DatabaseUnusableError(
            f"{home.database} is empty, but there are backups in {home.backup_dir}. Nothing was changed. Bring one "
            "back with `python bot.py restore FILE`, or delete the empty file to start with nothing."
        )


if sys.platform != "win32":
    import resource

ENOUGH = 4096  # some systems allow a billion, which makes programs slow that close all there could be
log = logging.getLogger(__name__)


def raise_limit() -> None:
    """Sets the limit of this process to ENOUGH, or to the most that the system allows; warns where that is too few."""
    if sys.platform == "win32":
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = ENOUGH if hard == resource.RLIM_INFINITY else min(ENOUGH, hard)
    if soft not in {resource.RLIM_INFINITY, most} and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < LEAST_OPEN_FILES:
        log.warning("the bot may have only %d files open at once; allow it %d (ulimit -n)", most, LEAST_OPEN_FILES)
