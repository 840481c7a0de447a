"""The answer of /selfheal, and the lines about channels in it: what was checked, what was found, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import discord

from displays.display import Display
from displays.followings import AT_REST
from displays.invite import missing_in_role
from displays.permissions import NAMES, PURPOSES, channel_of, missing_permissions, purpose_name
from domain.following import Status
from domain.settings import GuildSettings
from views.base import Interaction, guild_of
from views.pressable import PRESSABLE
from views.text import plain

STAFF_SEES = ("reviewer_channel", "bookmarks_channel")
LONGEST = 1900  # Discord: a message has at most 2,000 characters


async def heal_report(interaction: Interaction, mended: Mapping[Display, list[str]], followed: str | None) -> str:
    """A line for each thing that was checked; `followed` is the creator whose LIVE had to be taken up again."""
    services, guild = interaction.client.services, interaction.guild
    settings = await services.settings.of(guild_of(interaction))
    verdict = await services.records.quick_check()
    lines = [
        "✅ database: sound" if verdict == "ok" else f"❌ database: {verdict}. Stop the bot and look at its log.",
        f"✅ buttons: all {len(PRESSABLE)} kinds are registered",
        _live_line(interaction.client.followings.status(guild_of(interaction)), followed),
    ]
    lines += [_display_line(display, done) for display, done in mended.items()]
    lines += [*channel_lines(guild, settings), *staff_lines(guild, settings)] if guild else []
    return "\n".join(lines)[:LONGEST]


def _display_line(display: Display, mended: list[str]) -> str:
    where = f"{display.name} in <#{display.channel_id}>"
    if display.trouble:
        return f"❌ {where}: {display.trouble}"
    return f"🔧 {where}: {', '.join(mended)}" if mended else f"✅ {where}"


def _live_line(status: Status, followed: str | None) -> str:
    if followed:
        return f"🔧 TikTok: {plain('@' + followed)} was not followed any more, and is again"
    if status.state in AT_REST:
        return "✅ TikTok: nobody is to be followed"
    return f"✅ TikTok: {plain('@' + (status.creator or ''))} is followed"


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
