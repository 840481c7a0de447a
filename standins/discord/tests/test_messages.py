"""Messages: sending, editing, reading, deleting, files, mentions, pins, direct messages."""

from __future__ import annotations

import io

import aiohttp
import discord
import pytest
from discord import ui

from standins.discord import ActorError, Discord, Message, Upload
from standins.discord.tests.conftest import Scene, code_of, running_bot


def _file(name: str = "song.mp3", size: int = 10) -> discord.File:
    return discord.File(io.BytesIO(b"s" * size), name)


async def _download(url: str) -> tuple[int, bytes]:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.read()


async def test_an_edit_keeps_removes_and_adds_attachments(scene: Scene) -> None:
    sent = await scene.seen().send("one", files=[_file("a.mp3"), _file("b c.mp3")])
    message = scene.channel.messages[sent.id]
    assert [file.name for file in message.attachments] == ["a.mp3", "b_c.mp3"]
    await sent.edit(content="two")
    assert len(message.attachments) == 2
    edited = await sent.edit(attachments=[sent.attachments[1], _file("d.flac", 7)])
    assert [(file.name, file.size) for file in message.attachments] == [("b_c.mp3", 10), ("d.flac", 7)]
    assert await edited.attachments[1].read() == b"s" * 7
    await sent.edit(attachments=[])
    assert message.attachments == []


async def test_audio_has_a_player_only_outside_of_components_v2(scene: Scene) -> None:
    legacy = await scene.seen().send("now playing", file=_file())
    view = ui.LayoutView()
    view.add_item(ui.File("attachment://song.mp3"))
    modern = await scene.seen().send(view=view, file=_file())
    assert [file.content_type for file in scene.channel.messages[legacy.id].players] == ["audio/mpeg"]
    assert scene.channel.messages[modern.id].players == []
    assert len(scene.channel.messages[modern.id].attachments) == 1


async def test_an_attachment_url_dies_after_a_day_and_a_fetched_message_has_a_fresh_one(scene: Scene) -> None:
    sent = await scene.seen().send(file=_file(size=5))
    assert await _download(sent.attachments[0].url) == (200, b"sssss")
    assert (await _download(sent.attachments[0].url.replace("?ex=", "?ex=f")))[0] == 404
    scene.world.clock.advance(24 * 3600 + 1)
    assert (await _download(sent.attachments[0].url))[0] == 404
    fresh = await scene.seen().fetch_message(sent.id)
    assert await _download(fresh.attachments[0].url) == (200, b"sssss")


async def test_a_file_over_the_limit_of_the_guild_is_refused_and_a_boosted_guild_takes_it(scene: Scene) -> None:
    size = (10 << 20) + 1
    assert await code_of(scene.seen().send(file=_file(size=size))) == 40005
    boosted = scene.world.guild("Boosted", boost_tier=2).text_channel("big")
    await scene.seen(boosted).send(file=_file(size=size))
    with pytest.raises(ActorError, match="larger"):
        await scene.mia.say(scene.channel, files=[Upload("song.mp3", bytes(size))])
    assert len(boosted.public_messages()) == 1


async def test_the_same_enforced_nonce_sends_once(scene: Scene) -> None:
    body = {"content": "x", "nonce": "abc", "enforce_nonce": True}
    path = f"/channels/{scene.channel.id}/messages"
    ids = {(await scene.ask("POST", path, json=body))["id"] for _ in range(2)}
    assert len(ids) == len(scene.channel.public_messages()) == 1


async def test_history_goes_before_after_and_around(scene: Scene) -> None:
    sent = [await scene.seen().send(str(number)) for number in range(9)]
    channel = scene.seen()

    async def texts(**where: object) -> list[str]:
        return [message.content async for message in channel.history(**where)]  # type: ignore[arg-type]

    assert await texts(limit=3) == ["8", "7", "6"]
    assert await texts(limit=2, before=sent[4]) == ["3", "2"]
    assert await texts(limit=2, after=sent[4]) == ["5", "6"]
    assert await texts(limit=3, around=sent[4]) == ["5", "4", "3"]


async def test_only_own_messages_can_be_edited_and_unknown_ones_not(scene: Scene) -> None:
    theirs = await scene.mia.say(scene.channel, "hello")
    assert await code_of(scene.seen().get_partial_message(theirs.id).edit(content="x")) == 50005
    assert await code_of(scene.seen().get_partial_message(1).edit(content="x")) == 10008
    gone = scene.guild.text_channel("gone")
    gone.delete()
    assert await code_of(scene.seen(gone).send("x")) == 10003


async def test_a_reply_carries_the_message_that_it_answers(scene: Scene) -> None:
    first = await scene.mia.say(scene.channel, "hello")
    target = scene.seen().get_partial_message(first.id)
    answer = await scene.seen().send("hi", reference=target, mention_author=True)
    message = scene.channel.messages[answer.id]
    assert message.reference is first
    assert message.pings(scene.mia)
    await scene.mia.delete(first)
    assert await code_of(scene.seen().send("hi", reference=target)) == 50035


async def test_mentions_ping_unless_they_are_not_allowed(scene: Scene) -> None:
    text = f"@everyone {scene.mia.mention}"
    loud = await scene.seen().send(text)
    quiet = await scene.seen().send(text, allowed_mentions=discord.AllowedMentions.none())
    one = await scene.seen().send(text, allowed_mentions=discord.AllowedMentions(everyone=False, users=True))

    def pinged(sent: discord.Message) -> list[bool]:
        return [scene.channel.messages[sent.id].pings(member) for member in (scene.mia, scene.kim)]

    assert (pinged(loud), pinged(quiet), pinged(one)) == ([True, True], [False, False], [True, False])


async def test_mentions_in_text_displays_ping_too(scene: Scene) -> None:
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay(scene.mia.mention))
    sent = await scene.seen().send(view=view)
    assert scene.channel.messages[sent.id].pings(scene.mia)
    await sent.edit(view=view, allowed_mentions=discord.AllowedMentions.none())
    assert not scene.channel.messages[sent.id].pings(scene.mia)


async def test_a_pin_posts_a_system_message_and_is_listed_by_both_routes(scene: Scene) -> None:
    sent = await scene.seen().send("pin me")
    await sent.pin()
    assert [pin.id async for pin in scene.seen().pins()] == [sent.id]
    assert [old["id"] for old in await scene.ask("GET", f"/channels/{scene.channel.id}/pins")] == [str(sent.id)]
    notice = scene.channel.public_messages()[-1]
    assert (notice.kind, notice.reference) == (6, scene.channel.messages[sent.id])
    await scene.seen().get_partial_message(notice.id).delete()
    await sent.unpin()
    assert not scene.channel.messages[sent.id].pinned


async def test_the_pins_of_a_channel_are_full_at_250(scene: Scene) -> None:
    for number in range(251):
        await scene.mia.say(scene.channel, str(number))
    messages = scene.channel.public_messages()
    for message in messages[:250]:
        message.pinned_at = scene.world.clock.now()
    assert await code_of(scene.seen().get_partial_message(messages[250].id).pin()) == 30003


async def test_bulk_delete_takes_away_young_messages_only(scene: Scene) -> None:
    said: list[Message] = [await scene.mia.say(scene.channel, str(number)) for number in range(3)]
    channel = scene.bot.get_channel(scene.channel.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.delete_messages([discord.Object(message.id) for message in said[:2]])
    assert scene.channel.public_messages() == said[2:]
    extra = await scene.mia.say(scene.channel, "x")
    scene.world.clock.advance(15 * 24 * 3600)
    old = [discord.Object(said[2].id), discord.Object(extra.id)]
    assert await code_of(channel.delete_messages(old)) == 50034


async def test_direct_messages_arrive_unless_they_are_closed(scene: Scene) -> None:
    user = await scene.bot.fetch_user(scene.mia.id)
    await user.send("hello")
    assert [message.text for message in scene.mia.dms] == ["hello"]
    scene.mia.close_dms()
    assert await code_of(user.send("hello")) == 50007
    scene.mia.open_dms()
    scene.mia.leave()
    assert await code_of(user.send("hello")) == 50007
    assert await code_of(scene.bot.fetch_user(1)) == 10013


async def test_reactions_typing_and_deletes_work(scene: Scene) -> None:
    theirs = await scene.mia.say(scene.channel, "hello")
    target = scene.seen().get_partial_message(theirs.id)
    await target.add_reaction("✅")
    assert theirs.reactions == {"✅": [scene.world.bot.id]}
    await target.remove_reaction("✅", discord.Object(scene.world.bot.id))
    assert theirs.reactions == {}
    async with scene.seen().typing():
        await target.delete()
    assert theirs.deleted
    assert scene.channel.public_messages() == []


async def test_without_the_intent_the_content_of_others_is_hidden_but_not_when_the_bot_is_meant() -> None:
    async with Discord(privileged_intents=0) as world:
        guild = world.guild("Night Show")
        channel, mia = guild.text_channel("submit"), guild.member("Mia")
        async with running_bot(world, discord.Intents(guilds=True, messages=True)) as bot:
            secret = await mia.say(channel, "secret", files=[Upload("a.mp3", b"1")])
            await mia.say(channel, f"{world.bot.mention} open")
            await mia.say_in_dms("private")
            await world.until(lambda: len(bot.heard) == 3)
            heard = [message for _, message in bot.heard if isinstance(message, discord.Message)]
            assert [(message.content, len(message.attachments)) for message in heard] == [
                ("", 0),
                (f"{world.bot.mention} open", 0),
                ("private", 0),
            ]
            fetched = await bot.get_partial_messageable(channel.id).fetch_message(secret.id)
            assert (fetched.content, fetched.attachments) == ("", [])
            assert (await mia.menu(channel, "Read this", secret)).text == "read secret"


async def test_a_removed_attachment_and_a_deleted_message_take_their_files_with_them(scene: Scene) -> None:
    sent = await scene.seen().send("x", files=[_file("a.mp3"), _file("b.mp3")])
    first, second = (file.url for file in sent.attachments)
    await sent.edit(attachments=sent.attachments[1:])
    assert [(await _download(first))[0], (await _download(second))[0]] == [404, 200]
    await sent.delete()
    assert (await _download(second))[0] == 404


async def test_a_system_message_can_be_deleted_but_not_pinned_or_edited(scene: Scene) -> None:
    await (await scene.seen().send("x")).pin()
    notice = scene.seen().get_partial_message(scene.channel.public_messages()[-1].id)
    assert await code_of(notice.pin()) == 50021
    assert await code_of(notice.edit(content="x")) == 50021
    await notice.delete()


async def test_a_deleted_channel_takes_no_more_answers(scene: Scene) -> None:
    reply = await scene.mia.slash(scene.channel, "panel")
    scene.channel.delete()
    assert reply.message is None
    assert await code_of(scene.bot.interactions[-1].followup.send("x")) == 10003
