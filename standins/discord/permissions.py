"""Permissions: the bits, and what a member may do in a guild and in a channel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from standins.discord.errors import MISSING_ACCESS, MISSING_PERMISSIONS, ApiError

if TYPE_CHECKING:
    from standins.discord.channel import Channel
    from standins.discord.member import Member


class Permission(IntEnum):
    """Discord's permission bits, as far as text channels and apps need them."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    MODERATE_MEMBERS = 1 << 40
    # Discord: pinning is a permission of its own since 23 Feb 2026; MANAGE_MESSAGES no longer pins.
    PIN_MESSAGES = 1 << 51


ALL = (1 << 53) - 1
# Discord: what @everyone holds in a new guild, among it that everyone may ping everyone.
DEFAULT_EVERYONE = (
    Permission.CREATE_INSTANT_INVITE
    | Permission.ADD_REACTIONS
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.CHANGE_NICKNAME
    | Permission.USE_APPLICATION_COMMANDS
)
INVITE = 2_251_799_813_811_264
_NEED_SENDING = (
    Permission.SEND_TTS_MESSAGES | Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.MENTION_EVERYONE
)


@dataclass(frozen=True)
class Overwrite:
    """What a channel allows and denies to one role or one member, as permission bits."""

    allow: int = 0
    deny: int = 0

    def over(self, held: int) -> int:
        """The permissions left after this overwrite."""
        return held & ~self.deny | self.allow


PRIVATE = Overwrite(deny=Permission.VIEW_CHANNEL)


def in_guild(member: Member) -> int:
    """What the member's roles allow, before any channel has its say; 0 for those who left."""
    guild = member.guild
    if guild.members.get(member.id) is not member:
        return 0
    if guild.owner is member:
        return ALL
    held = guild.everyone.permissions
    for role in member.roles:
        held |= role.permissions
    return ALL if held & Permission.ADMINISTRATOR else held


def in_channel(channel: Channel, member: Member) -> int:
    """What the member may do in the channel; 0 if the member cannot see it."""
    held = in_guild(member)
    if held == ALL or member.id not in member.guild.members:
        return held
    held = _overwritten(channel, member, held)
    if not held & Permission.VIEW_CHANNEL:
        return 0
    if not held & Permission.SEND_MESSAGES:
        held &= ~_NEED_SENDING
    return held


def _overwritten(channel: Channel, member: Member, held: int) -> int:
    ours = channel.overwrites
    if everyone := ours.get(member.guild.everyone.id):
        held = everyone.over(held)
    of_roles = [ours[role.id] for role in member.roles if role.id in ours]
    for overwrite in of_roles:
        held &= ~overwrite.deny
    for overwrite in of_roles:
        held |= overwrite.allow
    own = ours.get(member.id)
    return own.over(held) if own else held


def require(channel: Channel, member: Member, *needed: Permission) -> None:
    """Raises 50001 if the member cannot see the channel, 50013 if one of the needed permissions is missing."""
    held = in_channel(channel, member)
    if not held & Permission.VIEW_CHANNEL:
        raise ApiError(MISSING_ACCESS)
    if any(not held & permission for permission in needed):
        raise ApiError(MISSING_PERMISSIONS)


def require_in_guild(member: Member, *needed: Permission) -> None:
    """Raises 50013 if the member's roles lack one of the needed permissions."""
    held = in_guild(member)
    if any(not held & permission for permission in needed):
        raise ApiError(MISSING_PERMISSIONS)
