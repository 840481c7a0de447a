"""Making what a server lacks: each channel once, however often and by how many it is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from weakref import WeakValueDictionary

import discord

from displays.permissions import channel_of
from domain.settings import GuildSettings
from views.repeating import FAILURES
from welcome.plan import CATEGORY, PLANS, Access, Plan, Target, overwrites

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
