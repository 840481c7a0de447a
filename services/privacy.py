"""What is stored about a member, as a file for them; and forgetting them."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.admission import check_pace
from domain.changes import QueueChanged
from domain.naming import Called
from domain.submissions import Status
from domain.text import clean_line
from services.base import Dependencies, Service, ended
from services.files import Files
from tables import Tables
from tables.erasure import Mention, all_mentions, free_texts, known_as

LONGEST_NAME = 60
Find = Callable[[sqlite3.Connection, int, Called], list[Mention]]
EXPORT_GAP = timedelta(minutes=1)


@dataclass(frozen=True)
class Forgotten:
    """What went: songs that were waiting, and files that went at once."""

    songs: int
    files: int


class Privacy(Service):
    """A member's own rights in one server."""

    def __init__(self, parts: Dependencies, files: Files) -> None:
        super().__init__(parts)
        self._files = files
        self._exported: dict[Hashable, datetime] = {}

    async def export(self, guild_id: int, member_id: int) -> str:
        """All that is stored about the member here, as JSON text; refuses who had it less than a minute ago."""
        self._exported = check_pace(self._exported, (guild_id, member_id), EXPORT_GAP, self._clock())
        about = await self._database.read_tables(lambda tables: tables.personal.about(guild_id, member_id))
        _, named_in = await self._named_in(guild_id, member_id, (), free_texts)
        texts = [{"table": one.place.table, "text": one.text} for one in named_in]
        found = {"guild_id": guild_id, "member_id": member_id, "stored": about, "texts_that_name_you": texts}
        return json.dumps(found, indent=2) + "\n"

    async def forget(self, guild_id: int, member_id: int, names: Iterable[str] = ()) -> Forgotten:
        """Takes the member's waiting songs and their audio away, and makes the rest nobody's; sums stay.

        `names` are those of today; earlier ones are found. Free text is read before, so that nobody waits for it. A
        file that was sent within the hour may be on its way into a song of somebody else: `Files.drop_old` takes it.
        """
        who, named_in = await self._named_in(guild_id, member_id, names, all_mentions)
        stand_in = -1 - secrets.randbits(62)  # below zero: no Discord id, so nobody can ever be taken for this one
        async with self._database.transaction() as tables:
            hashes = await self._withdraw(tables, guild_id, member_id)
            await tables.erasure.forget(guild_id, who, named_in, stand_in, self._clock())
        self._feed.announce(QueueChanged(guild_id))
        freed = [await self._files.drop(one) for one in set(hashes) if one]
        return Forgotten(len(hashes), sum(map(bool, freed)))

    async def _named_in(
        self, guild_id: int, member_id: int, names: Iterable[str], find: Find
    ) -> tuple[Called, list[Mention]]:
        """All that the member is called in the server, and what `find` finds with that."""

        def read(connection: sqlite3.Connection) -> tuple[Called, list[Mention]]:
            known = known_as(connection, guild_id, member_id)
            who = replace(known, names=known.names | {clean_line(name, LONGEST_NAME) for name in names} - {""})
            return who, find(connection, guild_id, who)

        return await self._database.read_aside(read)

    async def _withdraw(self, tables: Tables, guild_id: int, member_id: int) -> list[str | None]:
        """The files of the active songs, which are removed by this."""
        active = await tables.submissions.active(guild_id)
        own = [song for song in active if song.member.member_id == member_id]
        for song in own:
            await tables.submissions.change(song, ended(song, Status.REMOVED, self._clock()))
            await tables.credit.return_song(song.submission_id, None, self._clock())
        return [song.song.file_hash for song in own]
