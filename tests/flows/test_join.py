"""On joining a server: one message, where the bot may speak, whose button opens the panel."""

from __future__ import annotations

import discord
from simcord.backend import serializers
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from tests.bot_env import BotEnv
from tests.flows.display_checks import drawn, messages
from tests.flows.new_server import NewServer, new_server
from tests.flows.reviewer_actions import answer

HELLO = "I run the music queue of your show"


async def rejoin(server: NewServer) -> None:
    """The bot is removed and invited again, so that it finds the server as it is now.

    Discord: `unavailable` is there, and false, for a server that comes back after an outage; not for a new one.
    """
    backend = server.bot_env.env.backend
    payload = dict(serializers.guild_create_payload(backend, backend.get_guild(server.guild.id)))
    payload.pop("unavailable", None)
    with server.bot_env.env._bot_scope():
        backend.emit("GUILD_DELETE", {"id": str(server.guild.id)})
        backend.emit("GUILD_CREATE", payload)
    await server.bot_env.env.settle()


def deny(server: NewServer, *names: str) -> None:
    """Everybody, the bot too, loses these in the environment."""
    denied = discord.Permissions(**dict.fromkeys(names, True)).value
    rule = Overwrite(server.guild.id, OverwriteType.ROLE, 0, denied)
    server.bot_env.env.backend.edit_channel(server.hall.id, {}, overwrites=[rule])


async def test_one_message_whose_button_opens_the_panel(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    await rejoin(server)
    [hello] = server.hall.history()
    assert HELLO in hello.content
    result = await server.olga.click(hello, label="Set up")
    assert result.ephemeral
    assert "Set up the show" in answer(result)
    assert "Only people with Manage Server" in answer(await server.fan.click(hello, label="Set up"))
    await bot_env.restart()
    assert len(server.hall.history()) == 1
    assert "Set up the show" in answer(await server.olga.click(hello, label="Set up"))


async def test_it_is_said_in_the_first_channel_where_the_bot_may_speak(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    second = server.guild.create_text_channel("second")
    server.guild.create_text_channel("third")
    deny(server, "send_messages")
    await rejoin(server)
    assert server.hall.history() == []
    assert [HELLO in message.content for message in second.history()] == [True]


async def test_the_channel_of_discords_own_messages_comes_first(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    second = server.guild.create_text_channel("second")
    bot_env.env.backend.get_guild(server.guild.id).system_channel_id = second.id
    await rejoin(server)
    assert server.hall.history() == []
    assert len(second.history()) == 1


async def test_where_it_may_speak_nowhere_the_bot_stays_silent_and_goes_on(bot_env: BotEnv) -> None:
    server = new_server(bot_env)
    deny(server, "view_channel")
    await rejoin(server)
    assert server.hall.history() == []


async def test_a_bot_that_serves_one_server_does_not_offer_itself_to_another(bot_env: BotEnv) -> None:
    await bot_env.restart(home=bot_env.guild.id)
    server = new_server(bot_env)
    await rejoin(server)
    assert server.hall.history() == []


async def test_a_bot_that_was_removed_and_invited_again_brings_its_displays_up_to_date(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    hall = bot_env.guild.create_text_channel("hall")
    server = NewServer(bot_env, bot_env.guild, hall, bot_env.staff_role, bot_env.boss, bot_env.mia)
    old = messages(bot_env, "queue")[0]
    del bot_env.env.backend.messages[bot_env.channels["queue"].id][old.id]
    await rejoin(server)
    await drawn(bot_env)
    assert [message.pinned for message in messages(bot_env, "queue")] == [True]
