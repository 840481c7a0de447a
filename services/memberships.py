"""Which servers the bot is in; what is stopped when it left one, and what goes when it stays away."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Set
from dataclasses import dataclass

from domain.live_events import EndReason
from domain.membership import gone_from, new_in
from services.backup_files import BackupFolder
from services.base import Dependencies, Service
from services.files import Files
from tables.memberships import files_of, keys_of, tables_to_empty
from tables.shape import ServerTable

REMOVED_AT_ONCE = 200  # rows, in one transaction: nobody waits for it longer than for a press


@dataclass(frozen=True)
class Look:
    """What a look at the servers found: those just left, those that are new or back, and all that are left."""

    gone: Set[int]
    new: Set[int]
    left: Set[int]


class Memberships(Service):
    """All servers of the process."""

    def __init__(self, parts: Dependencies, files: Files, backups: BackupFolder) -> None:
        super().__init__(parts)
        self._files = files
        self._backups = backups

    async def look(self, application_id: int, present: Collection[int]) -> Look:
        """Notes which servers the application is in and which it has left; `present` are all that Discord names."""
        async with self._database.transaction() as tables:
            known = await tables.memberships.known()
            gone, new = gone_from(known, application_id, present), new_in(known, application_id, present)
            await tables.memberships.note_left(gone, self._clock())
            await tables.memberships.note(application_id, new)
        left = {one.guild_id for one in known if one.left_at is not None} | gone
        return Look(gone, new, left - new)

    async def stop_following(self, guild_id: int) -> None:
        """Nobody in a server that was left asks for a LIVE any more, and none goes on there."""
        async with self._database.transaction() as tables:
            await tables.sessions.drop_follow_request(guild_id)
            session = await tables.sessions.open_session(guild_id)
            if session:
                await tables.sessions.close(guild_id, session.session_id, EndReason.UNEXPECTED, session.last_event_at)

    async def erase_left(self) -> list[int]:
        """Takes out all that belongs to servers that were left long enough ago; returns which were."""
        async with self._database.transaction() as tables:
            known = await tables.memberships.known()
        due = [one.guild_id for one in known if one.has_had_its_time(self._clock())]
        return [guild_id for guild_id in due if await self._erase(guild_id)]

    async def _erase(self, guild_id: int) -> bool:
        """False where the bot came back. A file that a crash leaves is nobody's, and goes by `Files.drop_old`."""
        hashes = await self._database.read_aside(lambda it: files_of(it, guild_id))
        await asyncio.to_thread(self._backups.drop_of_server, guild_id)
        for table in await self._database.read_aside(tables_to_empty):
            if not await self._empty(table, guild_id):
                return False
        for file_hash in hashes:
            await self._files.drop(file_hash)
        return True

    async def _empty(self, table: ServerTable, guild_id: int) -> bool:
        while keys := await self._database.read_aside(lambda it: keys_of(it, table, guild_id)):
            for start in range(0, len(keys), REMOVED_AT_ONCE):
                async with self._database.transaction() as tables:
                    if await tables.memberships.left_at(guild_id) is None:
                        return False
                    await tables.removal.remove(table, keys[start : start + REMOVED_AT_ONCE])
        return True
