"""A server's channels and staff role: whether each is there, and may do what it has to."""

from __future__ import annotations

from collections.abc import Iterator

import discord

from domain.settings import GuildSettings
from guild.permissions import NAMES, PURPOSES, channel_of, missing_in_role, missing_permissions, purpose_name

STAFF_SEES = ("reviewer_channel", "bookmarks_channel")


def channel_lines(guild: discord.Guild, settings: GuildSettings) -> Iterator[str]:
    """A line for each channel of the server's settings: there or not, and which permissions are missing."""
    for purpose in PURPOSES:
        yield _channel_line(guild, settings, purpose)


def _channel_line(guild: discord.Guild, settings: GuildSettings, purpose: str) -> str:
    name, channel = purpose_name(purpose), channel_of(guild, settings, purpose)
    if getattr(settings, purpose) is None:
        return f"➖ {name}: no channel yet. Pick one with /setup."
    if channel is None:
        return f"❌ {name}: its channel is gone. Pick another one with /setup."
    if missing := missing_permissions(channel, purpose):
        return f"❌ {name}: {channel.mention} lacks {', '.join(missing)}. {_mend(guild, missing)}"
    return f"✅ {name}: {channel.mention}, all permissions are there"


def _mend(guild: discord.Guild, missing: list[str]) -> str:
    lacking = [NAMES[name] for name in missing_in_role(guild, NAMES)]
    if set(missing) <= set(lacking):
        return "The bot's role lacks that everywhere: /setup has the link that adds it."
    return "Give the bot that in the channel's settings."


def staff_lines(guild: discord.Guild, settings: GuildSettings) -> Iterator[str]:
    """The staff role: there or not, and whether it sees the reviewers' channels."""
    role = guild.get_role(settings.staff_role or 0)
    if settings.staff_role is None:
        yield "➖ staff role: none yet, so only people with Manage Server may review. Pick one with /setup."
    elif role is None:
        yield "❌ staff role: it is gone. Pick another one with /setup."
    elif blind := _unseen(guild, settings, role):
        places = " and ".join(channel.mention for channel in blind)
        yield f"❌ staff role: {role.mention} cannot see {places}. Give it View Channel in the channel's settings."
    else:
        yield f"✅ staff role: {role.mention}"


def _unseen(guild: discord.Guild, settings: GuildSettings, role: discord.Role) -> list[discord.TextChannel]:
    channels = (channel_of(guild, settings, purpose) for purpose in STAFF_SEES)
    return [one for one in channels if one and not one.permissions_for(role).view_channel]
