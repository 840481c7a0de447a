"""Fixtures: a world, and the little bot in this process, connected to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

import discord
import pytest

from standins.discord import Channel, Discord, Guild, Person
from standins.discord.tests.little_bot import LittleBot, point_at

INTENTS = discord.Intents(guilds=True, messages=True, message_content=True)


@contextmanager
def pointed_at(world: Discord) -> Iterator[None]:
    """Sends the library of this process to the world, and back to Discord at the end: other tests use it too."""
    base, gateway = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    point_at(world.api_base, world.gateway_url)
    try:
        yield
    finally:
        point_at(base, str(gateway))


@asynccontextmanager
async def running_bot(world: Discord, intents: discord.Intents = INTENTS) -> AsyncIterator[LittleBot]:
    """The little bot, connected; closed at the end. Raises what its start raised."""
    bot = LittleBot(intents)
    with pointed_at(world):
        task = asyncio.create_task(bot.start(world.token))
        try:
            await world.until(lambda: task.done() or _has_all_guilds(bot, world))
            if task.done():
                task.result()
            yield bot
        finally:
            await bot.close()
            await asyncio.wait({task})


def _has_all_guilds(bot: LittleBot, world: Discord) -> bool:
    here = [guild for guild in bot.guilds if not guild.unavailable]
    return world.gateway.connected and len(here) == len(world.guilds)


@dataclass(frozen=True)
class Scene:
    """A guild with a channel and two members, and the bot that is connected to it."""

    world: Discord
    guild: Guild
    channel: Channel
    mia: Person
    kim: Person
    bot: LittleBot

    def seen(self, channel: Channel | None = None) -> discord.PartialMessageable:
        """The channel as the bot's library gives it."""
        return self.bot.get_partial_messageable((channel or self.channel).id)

    async def ask(self, method: str, path: str, **arguments: Any) -> Any:  # noqa: ANN401 - raw JSON in, raw JSON out
        """One raw request through the library, for what it would not send by itself."""
        return await self.bot.http.request(discord.http.Route(method, path), **arguments)

    async def heard(self, kind: str) -> list[Any]:
        """What the bot heard of this kind, once it heard something."""
        await self.world.until(lambda: any(entry[0] == kind for entry in self.bot.heard))
        return [entry[1] for entry in self.bot.heard if entry[0] == kind]


@pytest.fixture
async def world() -> AsyncIterator[Discord]:
    """An empty world without rate limits, which are tested on their own."""
    async with Discord(rate_limits=False) as opened:
        yield opened


@pytest.fixture
async def scene(world: Discord) -> AsyncIterator[Scene]:
    """A guild, a channel, two members, and the connected bot; nothing may surprise the stand-in."""
    guild = world.guild("Night Show")
    channel = guild.text_channel("submit")
    mia, kim = guild.member("Mia"), guild.member("Kim")
    async with running_bot(world) as bot:
        yield Scene(world, guild, channel, mia, kim, bot)
    assert world.surprises == []


async def code_of(attempt: Any) -> int:  # noqa: ANN401 - any call of the library
    """The JSON code of the error that an attempt ends in."""
    with pytest.raises(discord.HTTPException) as caught:
        await attempt
    return int(caught.value.code)
