"""What the process was given: its folders, its server, its share of the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

VERSION = "0.2.0"  # as in pyproject.toml and CHANGELOG.md

LEAST_OPEN_FILES = 256  # files, connections and pipes at once; a show needs about 60, a burst of uploads more


@dataclass(frozen=True)
class Installation:
    """`guild_id` is the one server that the bot serves, None for every server that it is in.

    `media_keep_days` is how long songs are kept that no longer wait; 0 is as long as there is room.
    """

    data_dir: Path
    backup_dir: Path
    guild_id: int | None = None
    media_quota_bytes: int = 20 * 1024**3
    media_keep_days: int = 0

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self.data_dir / "music_queue.db"

    @property
    def media(self) -> Path:
        """The folder of the songs."""
        return self.data_dir / "media"
