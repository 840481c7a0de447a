"""Which permissions the bot needs in which channel, by the names that Discord's settings show."""

from __future__ import annotations

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
