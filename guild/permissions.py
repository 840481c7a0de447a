"""Which permissions the bot needs in which channel, by the names that Discord's settings show."""

from __future__ import annotations

from collections.abc import Collection

import discord

from domain.settings import GuildSettings

Channel = discord.TextChannel

# The invite link asks for these and for no others: 2251799813811264.
NAMES = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "read_message_history": "Read Message History",
    "pin_messages": "Pin Messages",
    "manage_messages": "Manage Messages",
    "add_reactions": "Add Reactions",
}
_SEND = ("view_channel", "send_messages", "read_message_history")
_BOARD = (*_SEND, "pin_messages")
_SONGS = (*_SEND, "embed_links", "attach_files")
PURPOSES: dict[str, tuple[str, ...]] = {
    "submission_channel": (*_BOARD, "manage_messages", "add_reactions"),
    "queue_channel": _BOARD,
    "reviewer_channel": _BOARD,
    "now_playing_channel": _SONGS,
    "bookmarks_channel": _SONGS,
    "metrics_channel": _SONGS,
    "debug_channel": ("view_channel", "send_messages"),
}


_GO_WITHOUT = {"pin_messages", "manage_messages", "add_reactions"}


def missing_permissions(channel: Channel, purpose: str, me: discord.Member | None = None) -> list[str]:
    """The names of the permissions that the bot lacks in `channel` for a setting of `PURPOSES`, in their order."""
    there = channel.permissions_for(me or channel.guild.me)
    return [NAMES[name] for name in PURPOSES[purpose] if not getattr(there, name)]


def missing_essentials(channel: Channel, purpose: str) -> list[str]:
    """The same, without those that a display can do without."""
    spare = {NAMES[name] for name in _GO_WITHOUT}
    return [name for name in missing_permissions(channel, purpose) if name not in spare]


def channel_of(guild: discord.Guild, settings: GuildSettings, purpose: str) -> Channel | None:
    """The channel that a setting of `PURPOSES` names, or None where it names none or that one is gone."""
    channel = guild.get_channel(getattr(settings, purpose) or 0)
    return channel if isinstance(channel, discord.TextChannel) else None


def purpose_name(purpose: str) -> str:
    """`now playing` for `now_playing_channel`."""
    return purpose.removesuffix("_channel").replace("_", " ")


def lacking(channel: Channel, missing: list[str]) -> str:
    """What is missing where, and what to do."""
    return f"The bot lacks {', '.join(missing)} in {channel.mention}: give it that in the channel's settings."


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
