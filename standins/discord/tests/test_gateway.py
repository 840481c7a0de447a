"""The gateway: who is let in, what is sent, and what happens when connections break."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import aiohttp
import discord
import pytest

from standins.discord import Discord, Permission
from standins.discord.tests import little_bot
from standins.discord.tests.conftest import Scene, pointed_at, running_bot


async def test_a_wrong_token_is_turned_away_by_rest_and_gateway(world: Discord) -> None:
    wrong = f"{world.token}x"
    client = discord.Client(intents=discord.Intents.none())
    with pointed_at(world), pytest.raises(discord.LoginFailure):
        await client.login(wrong)
    await client.close()
    async with aiohttp.ClientSession() as session, session.ws_connect(world.gateway_url) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 2, "d": {"token": wrong, "intents": 0, "properties": {}}})
        assert (await socket.receive()).data == 4004


async def test_a_privileged_intent_that_is_not_switched_on_ends_the_connection() -> None:
    async with Discord(privileged_intents=0) as world:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with running_bot(world):
                pass


async def test_a_bot_without_the_guild_messages_intent_hears_no_messages(world: Discord) -> None:
    guild = world.guild("Night Show")
    channel, mia = guild.text_channel("submit"), guild.member("Mia")
    async with running_bot(world, discord.Intents(guilds=True)) as bot:
        await mia.say(channel, "hello")
        guild.text_channel("later")
        await world.until(lambda: bot.heard)
        assert bot.heard == [("channel", "later")]


async def test_messages_of_a_channel_that_the_bot_cannot_see_are_not_sent(scene: Scene) -> None:
    hidden = scene.guild.text_channel("hidden")
    hidden.set_overwrite(scene.guild.bot, deny=Permission.VIEW_CHANNEL)
    await scene.mia.say(hidden, "secret")
    await scene.mia.say(scene.channel, "open")
    assert [message.content for message in await scene.heard("message")] == ["open"]


async def test_what_people_change_reaches_the_library(scene: Scene) -> None:
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    scene.guild.rename("Day Show")
    scene.channel.rename("songs")
    role = scene.guild.role("Reviewers")
    scene.channel.set_overwrite(role, allow=Permission.MANAGE_MESSAGES)
    message = await scene.mia.say(scene.channel, "x")
    await scene.mia.delete(message)
    assert await scene.heard("delete") == [message.id]
    seen = guild.get_channel(scene.channel.id)
    seen_role = guild.get_role(role.id)
    assert seen is not None
    assert seen_role is not None
    assert (guild.name, seen.name, seen.overwrites_for(seen_role).manage_messages) == ("Day Show", "songs", True)
    role.delete()
    scene.channel.delete()
    await scene.world.until(lambda: guild.get_channel(scene.channel.id) is None)
    assert guild.get_role(role.id) is None


async def test_a_broken_connection_resumes_and_misses_nothing(scene: Scene) -> None:
    scene.world.gateway.close(4000)
    assert not scene.world.gateway.connected
    await scene.mia.say(scene.channel, "while you were away")
    await scene.heard("resumed")
    assert [message.content for message in await scene.heard("message")] == ["while you were away"]
    assert (scene.world.gateway.identifies, scene.world.gateway.resumes) == (1, 1)


async def test_an_invalid_session_makes_the_client_identify_anew(scene: Scene) -> None:
    scene.world.gateway.invalidate()
    await scene.world.until(lambda: scene.world.gateway.identifies == 2, timeout=15)
    assert scene.world.gateway.resumes == 0


async def test_a_reconnect_request_is_followed(scene: Scene) -> None:
    scene.world.gateway.ask_to_reconnect()
    await scene.heard("resumed")


async def test_a_bot_in_its_own_process_comes_back_after_a_kill_and_finds_everything(world: Discord) -> None:
    guild = world.guild("Night Show")
    channel, mia = guild.text_channel("submit"), guild.member("Mia")
    first = await _start(world)
    panel = (await mia.slash(channel, "panel")).message
    first.kill()
    await first.wait()
    await world.bot_gone()
    second = await _start(world)
    try:
        assert panel is not None
        await mia.press(panel, "Next")
        assert panel.text == "pressed"
        assert world.gateway.identifies == 2
    finally:
        second.kill()
        await second.wait()
    assert world.surprises == []


async def _start(world: Discord) -> asyncio.subprocess.Process:
    script = Path(little_bot.__file__)
    root = str(script.parents[3])
    env = {**os.environ, **world.env(), "PYTHONPATH": root}
    process = await asyncio.create_subprocess_exec(sys.executable, str(script), cwd=root, env=env)
    await world.bot_ready()
    return process
