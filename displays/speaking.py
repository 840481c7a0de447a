"""Where the bot may speak when no channel is set for that."""

from __future__ import annotations

import discord


def speaking_channel(guild: discord.Guild) -> discord.TextChannel | None:
    """The channel of Discord's own messages, else the first text channel that the bot may write in; None for none."""
    first = [guild.system_channel] if guild.system_channel else []
    return next((channel for channel in [*first, *guild.text_channels] if _may_write(channel)), None)


def _may_write(channel: discord.TextChannel) -> bool:
    there = channel.permissions_for(channel.guild.me)
    return there.view_channel and there.send_messages
