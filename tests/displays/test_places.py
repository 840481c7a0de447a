"""From a stored channel and message id to the message, for the servers of a simulated Discord."""

from __future__ import annotations

import discord

from domain.outbox import Place
from guild.messages import Nowhere, message_at
from tests.bot_env import BotEnv


async def test_a_message_in_a_channel_of_another_server_is_out_of_reach(bot_env: BotEnv) -> None:
    elsewhere = bot_env.env.create_guild(name="Another Show").create_text_channel("chat")
    await bot_env.env.settle()
    own = bot_env.bot.get_guild(bot_env.guild.id)
    assert bot_env.bot.get_channel(elsewhere.id)
    assert message_at(own, Place(elsewhere.id, 5)) is Nowhere.NOT_HERE
    found = message_at(own, Place(bot_env.channels["queue"].id, 5))
    assert isinstance(found, discord.PartialMessage)
    assert (found.id, found.channel.id) == (5, bot_env.channels["queue"].id)


async def test_nothing_is_known_of_a_server_that_cannot_be_seen(bot_env: BotEnv) -> None:
    own = bot_env.bot.get_guild(bot_env.guild.id)
    assert own
    place = Place(bot_env.channels["queue"].id, 5)
    assert message_at(own, Place(place.channel_id, 0)) is Nowhere.NOT_HERE
    assert message_at(None, place) is Nowhere.NOT_NOW
    own.unavailable = True
    assert message_at(own, place) is Nowhere.NOT_NOW
