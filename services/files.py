"""The songs' audio files: how long they are kept, and the one way by which they go."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from media.store import MediaStore
from services.base import Dependencies, Service

DAY_SECONDS = 24 * 3600
KEPT_AFTER_END = timedelta(hours=1)  # a song that just ended may come back by /undo


class Files(Service):
    """The files of all servers; `quota_bytes` bounds the disk that they may use."""

    def __init__(self, parts: Dependencies, store: MediaStore, quota_bytes: int) -> None:
        super().__init__(parts)
        self._store = store
        self._quota_bytes = quota_bytes

    async def drop(self, file_hash: str) -> int:
        """Removes a file that no song needs and that nobody sent or asked for within the hour; the bytes freed.

        Every file that goes, goes here. Songs are stored in a transaction that makes sure of their file, so that this
        one comes either before, and that song is refused, or after, and the file is in use.
        """
        ended_since = self._clock() - KEPT_AFTER_END
        async with self._database.transaction() as tables:
            if await tables.submissions.needs_file(file_hash, ended_since):
                return 0
            return await self._store.drop(file_hash)

    async def drop_old(self, days: int) -> int:
        """Drops what was last sent more than `days` ago (0: none), and what is nobody's any more; how many files went.

        The file of somebody who was forgotten stays for a day: the draft of another member may have it, too.
        """
        gone = 0
        for song in await self._store.droppable():
            if song.age_seconds < DAY_SECONDS:
                break
            if (days and song.age_seconds > days * DAY_SECONDS) or await self._is_nobodys(song.file_hash):
                gone += bool(await self.drop(song.file_hash))
        return gone

    async def _is_nobodys(self, file_hash: str) -> bool:
        async with self._database.transaction() as tables:
            return await tables.submissions.is_nobodys(file_hash)

    async def make_room(self) -> None:
        """Drops the oldest files until all together are within the quota."""
        excess = await asyncio.to_thread(self._store.usage_bytes) - self._quota_bytes
        for song in await self._store.droppable() if excess > 0 else ():
            excess -= await self.drop(song.file_hash)
            if excess <= 0:
                break
