"""Where the bot may speak when no channel is set for that."""

from __future__ import annotations

import logging

import discord

from domain.settings import GuildSettings
from guild.client import NO_PINGS, ShowBot
from guild.permissions import Channel, channel_of, missing_permissions
from services.tasks import Tasks


def speaking_channel(guild: discord.Guild) -> discord.TextChannel | None:
    """The channel of Discord's own messages, else the first text channel that the bot may write in; None for none."""
    first = [guild.system_channel] if guild.system_channel else []
    return next((channel for channel in [*first, *guild.text_channels] if _may_write(channel)), None)


def _may_write(channel: discord.TextChannel) -> bool:
    there = channel.permissions_for(channel.guild.me)
    return there.view_channel and there.send_messages


LOST = (
    "⚠️ The channels in which the bot tells the staff about trouble are gone or closed to it, and there is trouble. "
    "Somebody with Manage Server sees and mends it with /setup."
)
log = logging.getLogger(__name__)


class Alerts:
    """The troubles that are open; one that comes again while it is open is not told again."""

    def __init__(self, bot: ShowBot, tasks: Tasks) -> None:
        self._bot = bot
        self._tasks = tasks
        self._open: set[tuple[int, str]] = set()
        self._lost: set[int] = set()  # servers that were told that no channel for troubles is left

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
        settings = await self._bot.services.settings.last_known(guild_id)
        if guild is None:
            return
        channel = _place(guild, settings)
        if channel:
            self._lost.discard(guild_id)
        elif (settings.debug_channel or settings.reviewer_channel) and guild_id not in self._lost:
            self._lost.add(guild_id)
            channel, text = speaking_channel(guild), LOST
        if channel is None:
            return
        try:
            await channel.send(text, allowed_mentions=NO_PINGS)
        except discord.HTTPException as error:
            log.warning("server %d: a trouble could not be told: %s", guild_id, error)


def _place(guild: discord.Guild, settings: GuildSettings) -> Channel | None:
    """Where troubles are told: the first of the staff's channels that is there and that the bot may write in."""
    channels = (channel_of(guild, settings, purpose) for purpose in ("debug_channel", "reviewer_channel"))
    return next((one for one in channels if one and not missing_permissions(one, "debug_channel")), None)
