"""Troubles: what the owner has to mend, told once each in the debug channel."""

from __future__ import annotations

import logging

import discord

from displays.permissions import channel_of
from displays.tasks import Tasks
from views.base import ShowBot
from views.text import NO_PINGS

log = logging.getLogger(__name__)


class Troubles:
    """The troubles that are open; one that comes again while it is open is not told again."""

    def __init__(self, bot: ShowBot, tasks: Tasks) -> None:
        self._bot = bot
        self._tasks = tasks
        self._open: set[tuple[int, str]] = set()

    def report(self, guild_id: int, key: str, text: str) -> None:
        """Opens the trouble `key` of a server; `text` says what is wrong and how to mend it."""
        if (guild_id, key) in self._open:
            return
        self._open.add((guild_id, key))
        log.warning("server %d: %s", guild_id, text)
        self._tasks.spawn(self._tell(guild_id, f"⚠️ {text}"), f"trouble {key}")

    def clear(self, guild_id: int, key: str) -> None:
        """The trouble is over; the next of its kind is told again."""
        self._open.discard((guild_id, key))

    def recovered(self, guild_id: int, key: str, text: str) -> None:
        """Closes the trouble `key`, and tells so where it was open."""
        if (guild_id, key) in self._open:
            self._open.discard((guild_id, key))
            self._tasks.spawn(self._tell(guild_id, text), f"end of trouble {key}")

    async def _tell(self, guild_id: int, text: str) -> None:
        guild = self._bot.get_guild(guild_id)
        settings = await self._bot.services.settings.of(guild_id)
        channel = channel_of(guild, settings, "debug_channel") if guild else None
        if channel is None:
            return
        try:
            await channel.send(text, allowed_mentions=NO_PINGS)
        except discord.HTTPException as error:
            log.warning("server %d: the debug channel cannot be used: %s", guild_id, error)
