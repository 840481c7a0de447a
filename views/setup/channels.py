"""Which channels a new server gets, and who may do what in each."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from weakref import WeakValueDictionary

import discord

from domain.settings import GuildSettings
from guild.permissions import NAMES, channel_of
from views.answers import FAILURES

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


_UNDER_WAY: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()


def alone(guild_id: int) -> asyncio.Lock:
    """The lock that lets one admin of a server build at a time."""
    return _UNDER_WAY.setdefault(guild_id, asyncio.Lock())


@dataclass(frozen=True)
class Built:
    """The settings to change, by name; `trouble` says why it ended early, None where all is there."""

    values: Mapping[str, str]
    trouble: str | None = None


def missing_channels(guild: discord.Guild, settings: GuildSettings) -> list[str]:
    """The settings of channels that name none, or one that is gone."""
    return [purpose for purpose in PLANS if channel_of(guild, settings, purpose) is None]


async def build(guild: discord.Guild, settings: GuildSettings, staff: list[Target]) -> Built:
    """Makes the channels that are missing; what an earlier run left behind is taken over, what is set is kept."""
    if not missing_channels(guild, settings):
        return Built({})
    values: dict[str, str] = {}
    try:
        await _make(guild, settings, staff, values)
    except FAILURES as failure:
        return Built(values, f"Discord did not let the bot make the next one: {failure}.")
    return Built(values)


async def _make(guild: discord.Guild, settings: GuildSettings, staff: list[Target], values: dict[str, str]) -> None:
    """Puts each channel into `values` as soon as it is there, so that nothing is lost when the next one fails."""
    before = {one.id for one in guild.channels}
    category = discord.utils.get(guild.categories, name=CATEGORY) or await guild.create_category(CATEGORY)
    for purpose in missing_channels(guild, settings):
        taken = {getattr(settings, one) for one in PLANS} | {int(value) for value in values.values()}
        values[purpose] = str((await _channel(category, PLANS[purpose], staff, taken)).id)
    await _remove_twins(category, before | {int(value) for value in values.values()})


async def _channel(
    category: discord.CategoryChannel, plan: Plan, staff: list[Target], taken: set[int]
) -> discord.TextChannel:
    left = (one for one in category.text_channels if one.name == plan.name and one.id not in taken)
    found = next((one for one in left if _is_safe(one, plan.access)), None)
    return found or await category.create_text_channel(
        plan.name, overwrites=overwrites(category.guild, plan.access, staff)
    )


def _is_safe(channel: discord.TextChannel, access: Access) -> bool:
    """False for a channel that all can see where it should be private: somebody else made it."""
    return access is not Access.PRIVATE or not channel.permissions_for(channel.guild.default_role).view_channel


async def _remove_twins(category: discord.CategoryChannel, kept: set[int]) -> None:
    """Removes the second one that came of a lost answer.

    Discord: making a channel has no nonce, so a request that is repeated after a 502 can make two.
    """
    names = {plan.name for plan in PLANS.values()}
    texts = [one for one in category.text_channels if one.id not in kept and one.name in names]
    others = [one for one in category.guild.categories if one.id not in {*kept, category.id} and one.name == CATEGORY]
    twins: list[discord.abc.GuildChannel] = [*texts, *(one for one in others if not one.channels)]
    for twin in twins:
        with suppress(*FAILURES):
            await twin.delete()
