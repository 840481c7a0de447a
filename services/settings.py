"""A server's settings, and the change of its ladder."""

from __future__ import annotations

from collections.abc import Mapping

from domain import refusals
from domain.actions import ActionKind
from domain.changes import QueueChanged, SettingsChanged
from domain.lines import LADDERS, Ladder, map_line
from domain.settings import GuildSettings, read_setting, stored_text
from domain.submissions import Person, Submission
from services.base import Dependencies, Service, change_song, moved
from tables import Tables


class SettingsService(Service):
    """One server's settings."""

    def __init__(self, parts: Dependencies) -> None:
        super().__init__(parts)
        self._read: dict[int, GuildSettings] = {}

    async def of(self, guild_id: int) -> GuildSettings:
        """All settings of the server, defaults included."""
        async with self._database.transaction() as tables:
            self._read[guild_id] = await tables.guilds.settings(guild_id)
        return self._read[guild_id]

    async def last_known(self, guild_id: int) -> GuildSettings:
        """The same; while the database cannot be used, as they were read last, where they were."""
        try:
            return await self.of(guild_id)
        except refusals.DataUnusable:
            if guild_id not in self._read:
                raise
            return self._read[guild_id]

    async def change(self, guild_id: int, doer: Person, values: Mapping[str, str]) -> GuildSettings:
        """Sets what is named, all or nothing; another ladder maps the songs as `change_ladder` does."""
        texts = {name: stored_text(read_setting(name, value)) for name, value in values.items()}
        async with self._database.transaction() as tables:
            for name, text in texts.items():
                await self._set(tables, guild_id, doer, name, text)
            settings = await tables.guilds.settings(guild_id)
        self._feed.announce(SettingsChanged(guild_id), QueueChanged(guild_id))
        return settings

    async def preview_ladder(self, guild_id: int, name: str) -> list[tuple[Submission, Submission]]:
        """What a change to the ladder `name` would do to each active song: as it is, and as it would be."""
        async with self._database.transaction() as tables:
            return await _mapped(tables, guild_id, _ladder(name))

    async def change_ladder(self, guild_id: int, doer: Person, name: str) -> int:
        """Changes the ladder and maps every active song by its rank, in one undoable action; returns how many."""
        new = _ladder(name)
        async with self._database.transaction() as tables:
            if (await tables.guilds.settings(guild_id)).lines is new:
                raise refusals.setting_is_so_already("ladder", name)
            count = await self._change_ladder(tables, guild_id, doer, new)
        self._feed.announce(SettingsChanged(guild_id), QueueChanged(guild_id))
        return count

    async def guilds(self) -> list[int]:
        """The servers that have settings."""
        async with self._database.transaction() as tables:
            return await tables.guilds.guilds_with_channels()

    async def _change_ladder(self, tables: Tables, guild_id: int, doer: Person, new: Ladder) -> int:
        old = (await tables.guilds.settings(guild_id)).lines
        subject = f"{old.name} to {new.name}"
        action = await tables.actions.add(guild_id, ActionKind.LADDER, doer, self._clock(), subject, old=old.name)
        changes = await _mapped(tables, guild_id, new)
        for before, after in changes:
            await change_song(tables, action, before, after)
        await tables.guilds.set_setting(guild_id, "ladder", new.name)
        return len(changes)

    async def _set(self, tables: Tables, guild_id: int, doer: Person, name: str, text: str) -> None:
        if name == "ladder":
            if (await tables.guilds.settings(guild_id)).ladder != text:
                await self._change_ladder(tables, guild_id, doer, LADDERS[text])
            return
        await tables.guilds.set_setting(guild_id, name, text)
        await tables.actions.add(guild_id, ActionKind.SETTING, doer, self._clock(), f"{name} = {text}")


def _ladder(name: str) -> Ladder:
    return LADDERS[str(read_setting("ladder", name))]


async def _mapped(tables: Tables, guild_id: int, new: Ladder) -> list[tuple[Submission, Submission]]:
    old = (await tables.guilds.settings(guild_id)).lines
    songs = [song for song in await tables.submissions.active(guild_id) if song.line]
    both = [(song, moved(song, map_line(song.line or old.lowest_paid, old, new), song.entered_at)) for song in songs]
    return [(before, after) for before, after in both if before.line is not after.line]
