"""The link that gives the bot's role just the permissions that it lacks."""

from __future__ import annotations

from collections.abc import Collection

import discord

from displays.permissions import NAMES, PURPOSES, channel_of
from domain.settings import GuildSettings

ALL_NAMES = {**NAMES, "manage_channels": "Manage Channels"}
_SCOPES = ("bot", "applications.commands")


def missing_in_role(guild: discord.Guild, names: Collection[str]) -> list[str]:
    """Which of these permissions the bot lacks in the server as a whole, whatever a channel's settings add."""
    held = guild.me.guild_permissions
    return [name for name in names if not getattr(held, name)]


def wanted_of_role(guild: discord.Guild, settings: GuildSettings) -> list[str]:
    """The permissions that the bot's role lacks for the channels there are, and for making those that are missing."""
    wanted: set[str] = set()
    for purpose, names in PURPOSES.items():
        channel = channel_of(guild, settings, purpose)
        there = channel.permissions_for(guild.me) if channel else discord.Permissions.none()
        wanted.update(name for name in names if not getattr(there, name))
        if channel is None:
            wanted.add("manage_channels")
    return [name for name in missing_in_role(guild, ALL_NAMES) if name in wanted]


def invite_link(guild: discord.Guild, application_id: int, more: Collection[str]) -> str:
    """The address that adds `more` to what the bot's role has of the permissions that it ever asks for.

    Discord: inviting a bot again gives its role the permissions of the address, so those it has are named too.
    """
    names = [name for name in ALL_NAMES if name in more or name not in missing_in_role(guild, ALL_NAMES)]
    return discord.utils.oauth_url(
        application_id,
        permissions=discord.Permissions(**dict.fromkeys(names, True)),
        guild=guild,
        disable_guild_select=True,
        scopes=_SCOPES,
    )


def names_of(permissions: Collection[str]) -> str:
    """The permissions as Discord's settings name them."""
    return ", ".join(ALL_NAMES[name] for name in permissions)
