"""From a stored channel and message id to the message, for the servers of a simulated Discord."""

from __future__ import annotations

import discord

from displays.places import Nowhere, message_at
from tables.displays import Place
from tests.stage import Stage


async def test_a_message_in_a_channel_of_another_server_is_out_of_reach(stage: Stage) -> None:
    elsewhere = stage.env.create_guild(name="Another Show").create_text_channel("chat")
    await stage.env.settle()
    own = stage.bot.get_guild(stage.guild.id)
    assert stage.bot.get_channel(elsewhere.id)
    assert message_at(own, Place(elsewhere.id, 5)) is Nowhere.NOT_HERE
    found = message_at(own, Place(stage.channels["queue"].id, 5))
    assert isinstance(found, discord.PartialMessage)
    assert (found.id, found.channel.id) == (5, stage.channels["queue"].id)


async def test_nothing_is_known_of_a_server_that_cannot_be_seen(stage: Stage) -> None:
    own = stage.bot.get_guild(stage.guild.id)
    assert own
    place = Place(stage.channels["queue"].id, 5)
    assert message_at(own, Place(place.channel_id, 0)) is Nowhere.NOT_HERE
    assert message_at(None, place) is Nowhere.NOT_NOW
    own.unavailable = True
    assert message_at(own, place) is Nowhere.NOT_NOW
