"""What is stored about a member, as a file for them; forgetting them; and how long songs are kept."""

from __future__ import annotations

import json
import secrets
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.changes import QueueChanged
from domain.pace import check_pace
from domain.submissions import Status
from media.store import MediaStore
from services.base import Parts, Service, ended
from tables import Tables

DAY_SECONDS = 24 * 3600
EXPORT_GAP = timedelta(minutes=1)


@dataclass(frozen=True)
class Forgotten:
    """What went: songs that were waiting, and files that no other song needs."""

    songs: int
    files: int


class Privacy(Service):
    """A member's own rights in one server."""

    def __init__(self, parts: Parts, store: MediaStore) -> None:
        super().__init__(parts)
        self._store = store
        self._exported: dict[Hashable, datetime] = {}

    async def export(self, guild_id: int, member_id: int) -> str:
        """All that is stored about the member here, as JSON text; refuses who had it less than a minute ago."""
        self._exported = check_pace(self._exported, (guild_id, member_id), EXPORT_GAP, self._clock())
        about = await self._database.read_tables(lambda tables: tables.personal.about(guild_id, member_id))
        return json.dumps({"guild_id": guild_id, "member_id": member_id, "stored": about}, indent=2) + "\n"

    async def forget(self, guild_id: int, member_id: int) -> Forgotten:
        """Takes the member's waiting songs and their audio away, and makes the rest nobody's; sums stay."""
        stand_in = -1 - secrets.randbits(62)  # below zero: no Discord id, so nobody can ever be taken for this one
        async with self._database.transaction() as tables:
            hashes = await self._withdraw(tables, guild_id, member_id)
            await tables.personal.forget(guild_id, member_id, stand_in)
            needed = await tables.submissions.files_in_use()
        gone = [one for one in hashes if one and one not in needed]
        await self._store.drop(gone)
        self._feed.announce(QueueChanged(guild_id))
        return Forgotten(len(hashes), len(gone))

    async def drop_old_audio(self, days: int) -> int:
        """Drops the files of songs that were last sent more than `days` ago and no longer wait; returns how many."""
        async with self._database.transaction() as tables:
            needed = await tables.submissions.files_in_use()
        return len(await self._store.drop_older(days * DAY_SECONDS, needed))

    async def _withdraw(self, tables: Tables, guild_id: int, member_id: int) -> list[str | None]:
        """The files of the active songs, which are removed by this."""
        active = await tables.submissions.active(guild_id)
        own = [song for song in active if song.member.member_id == member_id]
        for song in own:
            await tables.submissions.change(song, ended(song, Status.REMOVED, self._clock()))
            await tables.credit.return_song(song.submission_id, None, self._clock())
        return [song.song.file_hash for song in own]
