"""What a server has that no display shows, its staff role and its debug channel: their troubles are told as alerts."""

from __future__ import annotations

import discord

from domain.settings import GuildSettings
from guild.alerts import Alerts
from guild.permissions import channel_of, lacking, missing_permissions

ROLE_IS_GONE = "The staff role is gone, so only people with Manage Server can review. Pick another one with /setup."


DEBUG_IS_GONE = "The debug channel is gone. Pick another one with /setup."


def look_at_the_unseen(troubles: Alerts, guild: discord.Guild, settings: GuildSettings) -> None:
    """Opens and closes the troubles of what no display looks at."""
    role_is_gone = settings.staff_role is not None and guild.get_role(settings.staff_role) is None
    _tell(troubles, guild, "staff role", ROLE_IS_GONE if role_is_gone else None)
    _tell(troubles, guild, "debug channel", _trouble_of_debug(guild, settings))


def _trouble_of_debug(guild: discord.Guild, settings: GuildSettings) -> str | None:
    if settings.debug_channel is None:
        return None
    channel = channel_of(guild, settings, "debug_channel")
    if channel is None:
        return DEBUG_IS_GONE
    missing = missing_permissions(channel, "debug_channel")
    return f"The debug channel cannot be used. {lacking(channel, missing)}" if missing else None


def _tell(troubles: Alerts, guild: discord.Guild, key: str, trouble: str | None) -> None:
    if trouble:
        troubles.report(guild.id, key, trouble)
    else:
        troubles.clear(guild.id, key)
