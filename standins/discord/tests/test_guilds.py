"""The rest of what a bot asks about: the application, guilds, roles, members, commands."""

from __future__ import annotations

import discord

from standins.discord import Discord, Intent, Permission
from standins.discord.tests.conftest import Scene, code_of, running_bot


async def test_the_application_tells_which_privileged_intents_are_switched_on(scene: Scene) -> None:
    info = await scene.bot.application_info()
    assert info.flags.gateway_message_content_limited
    assert not info.flags.gateway_guild_members_limited
    assert info.owner.id == scene.world.app_owner.id
    assert scene.bot.application_flags.value == info.flags.value
    shards, url, limit = await scene.bot.http.get_bot_gateway()
    assert (shards, url, limit["remaining"]) == (1, scene.world.gateway_url, 999)


async def test_a_guild_with_its_channels_roles_and_members_can_be_fetched(scene: Scene) -> None:
    staff = scene.guild.role("Staff", Permission.MANAGE_GUILD)
    scene.mia.give(staff)
    guild = await scene.bot.fetch_guild(scene.guild.id)
    member = await guild.fetch_member(scene.mia.id)
    assert (guild.name, guild.filesize_limit, guild.approximate_member_count) == ("Night Show", 10 << 20, 4)
    assert [channel.name for channel in await guild.fetch_channels()] == ["submit"]
    assert [role.name for role in await guild.fetch_roles()] == ["@everyone", "Night Bot", "Staff"]
    assert ([role.name for role in member.roles], member.display_name) == (["@everyone", "Staff"], "Mia")
    assert (await scene.ask("GET", f"/guilds/{guild.id}/members/@me"))["user"]["id"] == str(scene.world.bot.id)
    assert [found.name async for found in scene.bot.fetch_guilds()] == ["Night Show"]
    scene.kim.leave()
    assert await code_of(guild.fetch_member(scene.kim.id)) == 10007
    assert await code_of(scene.bot.fetch_guild(1)) == 10004


async def test_a_role_and_an_overwrite_need_manage_roles_and_no_more_than_the_bot_has(scene: Scene) -> None:
    guild = scene.bot.get_guild(scene.guild.id)
    channel = scene.bot.get_channel(scene.channel.id)
    assert guild is not None
    assert isinstance(channel, discord.TextChannel)
    assert await code_of(guild.create_role(name="Reviewers")) == 50013
    assert await code_of(channel.set_permissions(guild.default_role, send_messages=False)) == 50013
    scene.guild.bot_role.change(permissions=Permission.MANAGE_ROLES | scene.guild.bot_role.permissions)
    role = await guild.create_role(name="Reviewers", permissions=discord.Permissions(send_messages=True))
    assert scene.guild.roles[role.id].permissions == Permission.SEND_MESSAGES
    assert await code_of(guild.create_role(permissions=discord.Permissions(manage_guild=True))) == 50013
    await channel.set_permissions(guild.default_role, send_messages=False)
    assert scene.channel.overwrites[scene.guild.id].deny == Permission.SEND_MESSAGES
    await channel.set_permissions(guild.default_role, overwrite=None)
    assert scene.channel.overwrites == {}


async def test_a_guild_can_have_commands_of_its_own_and_the_global_set_can_be_emptied(scene: Scene) -> None:
    own = discord.Object(scene.guild.id)
    before = {command.name: command.id for command in await scene.bot.tree.fetch_commands()}
    again = {command.name: command.id for command in await scene.bot.tree.sync()}
    assert again == before
    scene.bot.tree.copy_global_to(guild=own)
    await scene.bot.tree.sync(guild=own)
    scene.bot.tree.clear_commands(guild=None)
    await scene.bot.tree.sync()
    assert await scene.bot.tree.fetch_commands() == []
    assert {command.name for command in await scene.bot.tree.fetch_commands(guild=own)} == set(before)
    assert (await scene.mia.slash(scene.channel, "echo", count=1)).answered


async def test_with_the_members_intent_joins_are_told_and_members_can_be_asked_for() -> None:
    async with Discord(privileged_intents=Intent.GUILD_MEMBERS) as world:
        guild = world.guild("Night Show")
        guild.member("Mia")
        async with running_bot(world, discord.Intents(guilds=True, members=True)) as bot:
            seen = bot.get_guild(guild.id)
            assert seen is not None
            assert {member.display_name for member in seen.members} == {"Night Bot", "Owner", "Mia"}
            guild.member("Kim")
            await world.until(lambda: seen.get_member_named("Kim") or len(seen.members) == 4)
            assert [member.display_name for member in await seen.query_members("ki", limit=5)] == ["Kim"]


async def test_without_the_members_intent_a_guild_brings_the_bot_alone(scene: Scene) -> None:
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    assert [member.id for member in guild.members] == [scene.world.bot.id]
    assert guild.member_count == 4


async def test_one_user_is_a_member_of_several_guilds(scene: Scene) -> None:
    other = scene.world.guild("Other")
    channel = other.text_channel("submit")
    same = other.join(scene.mia.user)
    await scene.world.until(lambda: len(scene.bot.guilds) == 2)
    assert (await same.slash(channel, "echo", count=1)).text == "1 None None 0"
    other.delete()
    await scene.world.until(lambda: len(scene.bot.guilds) == 1)
