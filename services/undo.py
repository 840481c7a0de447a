"""Undo: takes back the newest staff action of the show (rule 5), whoever did it."""

from __future__ import annotations

from dataclasses import dataclass

from domain import review_refusals
from domain.actions import ActionKind, StaffAction
from domain.changes import QueueChanged, SettingsChanged, SongPlayed
from domain.lines import LADDERS, map_line
from domain.submissions import Person
from services.base import Service, last_end, moved
from tables import Tables


@dataclass(frozen=True)
class Undone:
    """What was taken back; `left_alone` are songs that somebody else changed since, and that stay as they are."""

    action: StaffAction
    left_alone: tuple[str, ...]


class Undo(Service):
    """One server's undo; it works after a restart, for it only reads what is stored."""

    async def undo(self, guild_id: int, doer: Person) -> Undone:
        """Writes the inverse of the newest action that is not undone; refuses when there is none in this show."""
        now = self._clock()
        async with self._database.transaction() as tables:
            since = await last_end(tables, guild_id, now)
            action = await tables.actions.newest_to_undo(guild_id, since)
            if action is None:
                raise review_refusals.nothing_to_undo()
            await tables.actions.set_undone(action.action_id, doer, now)
            left_alone = await _restore_songs(tables, action)
            await tables.plays.take_back(action.action_id)
            await tables.ledger.take_back(action.action_id, now)
            await tables.credit.take_back(action.action_id, now)
            if action.kind is ActionKind.BLOCK_AND_REMOVE:
                await tables.blocks.remove_made_at(guild_id, action.made_at)
            if action.kind is ActionKind.LADDER:
                await _restore_ladder(tables, action)
        self._feed.announce(QueueChanged(guild_id), SongPlayed(guild_id), SettingsChanged(guild_id))
        return Undone(action, tuple(left_alone))


async def _restore_songs(tables: Tables, action: StaffAction) -> list[str]:
    left_alone = []
    for change in await tables.actions.changes(action.action_id):
        song = await tables.submissions.get(change.submission_id)
        if song is None or not change.left(song):
            left_alone.append(song.label if song else "a song")
            continue
        await tables.submissions.change(song, change.before(song))
    return left_alone


async def _restore_ladder(tables: Tables, action: StaffAction) -> None:
    """The old ladder, also for songs that came in since: by rank, as the change itself did it."""
    new = (await tables.guilds.settings(action.guild_id)).lines
    old = LADDERS[action.old_value]
    await tables.guilds.set_setting(action.guild_id, "ladder", old.name)
    for song in await tables.submissions.active(action.guild_id):
        if song.line and song.line not in old.lines:
            line = map_line(song.line, new, old)
            await tables.submissions.change(song, moved(song, line, song.entered_at))
