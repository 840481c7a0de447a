"""What is stored about a member, as a file for them; and forgetting them."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass

from domain.changes import QueueChanged
from domain.submissions import Status
from services.base import Parts, Service, ended
from services.files import Files
from tables import Tables


@dataclass(frozen=True)
class Forgotten:
    """What went: songs that were waiting, and files that went at once."""

    songs: int
    files: int


class Privacy(Service):
    """A member's own rights in one server."""

    def __init__(self, parts: Parts, files: Files) -> None:
        super().__init__(parts)
        self._files = files

    async def export(self, guild_id: int, member_id: int) -> str:
        """All that is stored about the member here, as JSON text."""
        async with self._database.transaction() as tables:
            about = await tables.personal.about(guild_id, member_id)
        return json.dumps({"guild_id": guild_id, "member_id": member_id, "stored": about}, indent=2) + "\n"

    async def forget(self, guild_id: int, member_id: int) -> Forgotten:
        """Takes the member's waiting songs and their audio away, and makes the rest nobody's; sums stay.

        A file that was sent within the hour may be on its way into a song of somebody else: it goes later, by
        `Files.drop_old`.
        """
        stand_in = -1 - secrets.randbits(62)  # below zero: no Discord id, so nobody can ever be taken for this one
        async with self._database.transaction() as tables:
            hashes = await self._withdraw(tables, guild_id, member_id)
            await tables.personal.forget(guild_id, member_id, stand_in)
        self._feed.announce(QueueChanged(guild_id))
        freed = [await self._files.drop(one) for one in set(hashes) if one]
        return Forgotten(len(hashes), sum(map(bool, freed)))

    async def _withdraw(self, tables: Tables, guild_id: int, member_id: int) -> list[str | None]:
        """The files of the active songs, which are removed by this."""
        active = await tables.submissions.active(guild_id)
        own = [song for song in active if song.member.member_id == member_id]
        for song in own:
            await tables.submissions.change(song, ended(song, Status.REMOVED, self._clock()))
            await tables.credit.return_song(song.submission_id, None, self._clock())
        return [song.song.file_hash for song in own]
