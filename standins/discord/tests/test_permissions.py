"""Permissions: what the bot may do, by role, by channel, and not more."""

from __future__ import annotations

import discord
import pytest

from standins.discord import DEFAULT_EVERYONE, PRIVATE, ActorError, Channel, Overwrite, Permission
from standins.discord.tests.conftest import Scene, code_of

VIEW_AND_SEND = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES


def _only(scene: Scene, allow: int) -> Channel:
    """A channel where the bot holds exactly these permissions."""
    rest = (1 << 53) - 1 & ~allow
    return scene.guild.text_channel("strict", overwrites={scene.guild.bot: Overwrite(allow, rest)})


async def test_each_action_needs_its_permission(scene: Scene) -> None:
    theirs = scene.guild.text_channel("tmp")
    channel = _only(scene, VIEW_AND_SEND)
    message = await scene.mia.say(channel, "hello")
    seen = scene.seen(channel)
    target = seen.get_partial_message(message.id)
    await seen.send("x")
    assert await code_of(seen.send(embed=discord.Embed(title="x"))) == 50013
    assert await code_of(seen.send(file=discord.File(__file__))) == 50013
    assert await code_of(target.fetch()) == 50013
    assert await code_of(target.pin()) == 50013
    assert await code_of(target.delete()) == 50013
    assert await code_of(target.add_reaction("✅")) == 50013
    assert await code_of(seen.send("x", reference=target)) == 160002
    assert [entry async for entry in seen.history()] == []
    assert await code_of(scene.bot.http.delete_channel(theirs.id)) == 50013


async def test_a_channel_that_the_bot_cannot_see_is_no_access(scene: Scene) -> None:
    hidden = scene.guild.text_channel("hidden", overwrites={scene.guild.everyone: PRIVATE})
    assert await code_of(scene.seen(hidden).send("x")) == 50001
    assert await code_of(scene.bot.http.get_channel(hidden.id)) == 50001
    hidden.set_overwrite(scene.guild.bot_role, allow=Permission.VIEW_CHANNEL)
    await scene.seen(hidden).send("x")
    assert len(hidden.public_messages()) == 1


async def test_pinning_is_not_part_of_managing_messages(scene: Scene) -> None:
    reading = VIEW_AND_SEND | Permission.READ_MESSAGE_HISTORY
    channel = _only(scene, reading | Permission.MANAGE_MESSAGES)
    sent = await scene.seen(channel).send("x")
    assert await code_of(sent.pin()) == 50013
    await scene.seen(channel).get_partial_message((await scene.mia.say(channel, "x")).id).delete()
    pinning = _only(scene, reading | Permission.PIN_MESSAGES)
    await (await scene.seen(pinning).send("x")).pin()
    assert len(pinning.pins()) == 1


async def test_taking_the_role_away_takes_the_permission_away(scene: Scene) -> None:
    message = await scene.mia.say(scene.channel, "x")
    scene.guild.bot_role.change(permissions=0)
    target = scene.seen().get_partial_message(message.id)
    assert await code_of(target.delete()) == 50013
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    await scene.world.until(lambda: not guild.me.guild_permissions.manage_messages)


async def test_a_bot_without_manage_channels_creates_none(scene: Scene) -> None:
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    assert await code_of(guild.create_text_channel("queue")) == 50013
    rights = Permission.MANAGE_CHANNELS | scene.guild.bot_role.permissions
    scene.guild.bot_role.change(permissions=rights)
    made = await guild.create_text_channel("The Queue")
    assert scene.guild.channels[made.id].name == "the-queue"
    await made.edit(topic="songs")
    assert scene.guild.channels[made.id].topic == "songs"
    await made.delete()
    assert made.id not in scene.guild.channels


async def test_a_bot_can_lock_itself_out_and_cannot_give_what_it_has_not(scene: Scene) -> None:
    scene.guild.bot_role.change(permissions=Permission.MANAGE_CHANNELS | scene.guild.bot_role.permissions)
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    deny = discord.PermissionOverwrite(view_channel=False)
    locked = await guild.create_text_channel("staff", overwrites={guild.default_role: deny})
    assert await code_of(locked.send("x")) == 50001
    more = discord.PermissionOverwrite(manage_webhooks=True)
    assert await code_of(guild.create_text_channel("staff", overwrites={guild.default_role: more})) == 50013


async def test_a_guild_that_removed_the_bot_is_no_access(scene: Scene) -> None:
    scene.guild.expel(scene.guild.bot)
    assert await code_of(scene.seen().send("x")) == 50001
    await scene.world.until(lambda: not scene.bot.guilds)


async def test_the_bot_may_hold_nothing_but_what_the_invite_asked_for(scene: Scene) -> None:
    bare = scene.world.guild("Bare", everyone=0).text_channel("submit")
    sent = await scene.seen(bare).send("x", embed=discord.Embed(title="x"))
    await sent.pin()
    await sent.add_reaction("✅")
    assert sent.mentions == []
    loud = await scene.seen(bare).send("@everyone")
    assert not bare.messages[loud.id].pings(bare.guild.owner)


async def test_members_have_permissions_too(scene: Scene) -> None:
    quiet = scene.guild.text_channel("read", overwrites={scene.guild.everyone: Overwrite(deny=VIEW_AND_SEND)})
    with pytest.raises(ActorError, match="cannot write"):
        await scene.mia.say(quiet, "x")
    with pytest.raises(ActorError, match="cannot use commands"):
        await scene.mia.slash(quiet, "panel")
    message = await scene.mia.say(scene.channel, "x")
    with pytest.raises(ActorError, match="cannot delete"):
        await scene.kim.delete(message)
    staff = scene.guild.role("Staff", Permission.MANAGE_MESSAGES)
    scene.kim.give(staff)
    await scene.kim.delete(message)
    assert message.deleted
    assert DEFAULT_EVERYONE & Permission.MENTION_EVERYONE
