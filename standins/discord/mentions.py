"""Mentions: whom a message notifies, from its text and its allowed mentions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from standins.discord import permissions
from standins.discord.channel import Channel, DirectChannel
from standins.discord.errors import wrong_field
from standins.discord.permissions import Permission

if TYPE_CHECKING:
    from standins.discord.channel import Place
    from standins.discord.guild import Guild
    from standins.discord.member import Member
    from standins.discord.role import Role
    from standins.discord.user import User
    from standins.discord.wire import Json

_EVERYTHING: Json = {"parse": ["users", "roles", "everyone"], "replied_user": True}


@dataclass(frozen=True)
class Mentions:
    """Users, roles, or everyone."""

    users: tuple[User, ...] = ()
    roles: tuple[Role, ...] = ()
    everyone: bool = False

    def reach(self, member: Member) -> bool:
        """Whether the member is among those notified."""
        return self.everyone or member.user in self.users or any(role in member.roles for role in self.roles)

    def __bool__(self) -> bool:
        return bool(self.users or self.roles or self.everyone)


def check_allowed(allowed: Json | None) -> None:
    """Raises the form error when a kind is both parsed and listed."""
    for kind in ("users", "roles"):
        if allowed and kind in (allowed.get("parse") or ()) and allowed.get(kind):
            raise wrong_field(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def read(text: str, allowed: Json | None, place: Place, author: User, replied: User | None) -> Mentions:
    """Whom this text notifies. Without allowed mentions Discord's default holds: everyone whom it names."""
    rule = _EVERYTHING if allowed is None else allowed
    kinds = rule.get("parse") or ()
    users = _named(text, r"<@!?(\d+)>", "users" in kinds, rule.get("users") or ())
    if replied and rule.get("replied_user"):
        users.add(replied.id)
    if not isinstance(place, Channel):
        known = _recipient(place, users)
        return Mentions(known)
    guild = place.guild
    roles = _named(text, r"<@&(\d+)>", "roles" in kinds, rule.get("roles") or ())
    may_all = _may_ping_all(place, author)
    everyone = "everyone" in kinds and may_all and bool(re.search(r"@(everyone|here)\b", text))
    return Mentions(_members(guild, users), _roles(guild, roles, may_all=may_all), everyone)


def _named(text: str, pattern: str, parse: bool, listed: object) -> set[int]:  # noqa: FBT001 - one of a pair of rules
    named = {int(found) for found in re.findall(pattern, text)}
    chosen = {int(entry) for entry in listed} if isinstance(listed, list) else set()
    return named if parse else named & chosen


def _recipient(place: Place, users: set[int]) -> tuple[User, ...]:
    if isinstance(place, DirectChannel) and place.recipient.id in users:
        return (place.recipient,)
    return ()


def _members(guild: Guild, users: set[int]) -> tuple[User, ...]:
    return tuple(guild.members[user].user for user in sorted(users) if user in guild.members)


def _roles(guild: Guild, roles: set[int], *, may_all: bool) -> tuple[Role, ...]:
    known = (guild.roles[role] for role in sorted(roles) if role in guild.roles)
    return tuple(role for role in known if role.mentionable or may_all)


def _may_ping_all(channel: Channel, author: User) -> bool:
    member = channel.guild.members.get(author.id)
    return bool(member and permissions.in_channel(channel, member) & Permission.MENTION_EVERYONE)
