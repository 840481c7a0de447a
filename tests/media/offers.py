"""Uploads as Discord would hand them over, for the tests of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from media.store import Upload

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

MIB = 2**20
LIMIT = 25 * MIB


def offer(data: bytes, name: str = "song.mp3", *, size: int | None = None, sender_id: int = 0) -> Upload:
    """`data` as an upload that announces `size`, by default the true one."""

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(data), 64 * 1024):
            yield data[start : start + 64 * 1024]

    return Upload(name, len(data) if size is None else size, chunks, sender_id)


def files_in(folder: Path) -> list[str]:
    """The names of all files there."""
    return sorted(place.name for place in folder.iterdir())
