"""Which channels a new server gets, and who may do what in each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

import discord

from displays.permissions import NAMES

CATEGORY = "Music Show"
NEEDED_TO_BUILD = ("manage_channels", "view_channel", "send_messages")
_TALK = ("send_messages", "create_public_threads", "create_private_threads")
_STAFF = ("view_channel", "send_messages", "read_message_history")

Target = discord.Role | discord.Member
Overwrites = dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite]


class Access(Enum):
    """Who a channel is for."""

    OPEN = auto()  # everybody sees it and writes
    READ_ONLY = auto()  # everybody sees it, the bot alone writes
    PRIVATE = auto()  # staff alone sees it


@dataclass(frozen=True)
class Plan:
    """One channel: its name and its access."""

    name: str
    access: Access


PLANS = {
    "submission_channel": Plan("submissions", Access.OPEN),
    "queue_channel": Plan("queue", Access.READ_ONLY),
    "reviewer_channel": Plan("reviewers", Access.PRIVATE),
    "now_playing_channel": Plan("now-playing", Access.READ_ONLY),
    "bookmarks_channel": Plan("bookmarks", Access.PRIVATE),
    "metrics_channel": Plan("metrics", Access.READ_ONLY),
    "debug_channel": Plan("debug", Access.PRIVATE),
}


def overwrites(guild: discord.Guild, access: Access, staff: list[Target]) -> Overwrites:
    """What the channel's settings say from its first moment on.

    Discord: in a private channel the bot needs an allow of its own, else it locks itself out; and an overwrite may
    hold only permissions that the bot itself has.
    """
    held = guild.me.guild_permissions
    rules: Overwrites = {guild.me: _rule(held, tuple(NAMES), value=True)}
    if access is Access.READ_ONLY:
        rules[guild.default_role] = _rule(held, _TALK, value=False)
    if access is Access.PRIVATE:
        rules[guild.default_role] = _rule(held, ("view_channel",), value=False)
        rules.update({one: _rule(held, _STAFF, value=True) for one in staff})
    return rules


def _rule(held: discord.Permissions, names: tuple[str, ...], *, value: bool) -> discord.PermissionOverwrite:
    return discord.PermissionOverwrite(**{name: value for name in names if getattr(held, name)})
