"""What is dropped in the submission channel, with and without the message content intent."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing

import discord
import pytest

from domain.blocks import BlockKind
from tests.audio import song
from tests.bot_env import BOT_PERMISSIONS, BotEnv
from tests.flows.member_actions import fields, newest, pings, songs_of
from tests.flows.reviewer_actions import answer, in_queue, someone

MANAGE_MESSAGES = discord.Permissions(manage_messages=True)
LINK = "https://mia.bandcamp.com/track/night"
TEN_MINUTES = 10 * 60
reads_messages = pytest.mark.bot_env(message_content=True)


def chat(bot_env: BotEnv) -> list[discord.Message]:
    """What stands in the submission channel, oldest first, without the boards of the bot."""
    return [one for one in bot_env.channels["submission"].history() if one.content]


@reads_messages
async def test_a_dropped_file_is_submitted_with_its_tags_and_the_message_goes(file_host: BotEnv) -> None:
    bot_env, file = file_host, ("x.mp3", song(artist="Mia", title="Night"))
    await bot_env.mia.send(bot_env.channels["submission"], "listen!", attachments=[file])
    (receipt,) = chat(bot_env)
    assert receipt.content.splitlines()[0] == f"{bot_env.mia.mention} ✅ #1 **Mia – Night** is in."
    assert await in_queue(bot_env) == [1]


@reads_messages
@pytest.mark.parametrize(
    ("name", "artist", "title"),
    [("DJ_Blue_-_Red_Sky.wav", "DJ Blue", "Red Sky"), ("red_sky.wav", "mia", "red sky"), ("-.wav", "mia", "-")],
)
async def test_a_file_without_tags_is_named_after_the_file(
    file_host: BotEnv, name: str, artist: str, title: str
) -> None:
    await file_host.mia.send(file_host.channels["submission"], "", attachments=[(name, song("wav"))])
    (stored,) = await songs_of(file_host, file_host.mia)
    assert (stored.song.artist, stored.song.title) == (artist, title)


@reads_messages
async def test_a_dropped_link_without_names_is_asked_for_them_and_fixed(bot_env: BotEnv) -> None:
    await bot_env.mia.send(bot_env.channels["submission"], f"my song: <{LINK}>!")
    (said,) = chat(bot_env)
    assert "The title is empty. Nothing changed." in said.content
    shown = await bot_env.mia.click(said, label="Fix it")
    assert fields(shown)["link"]["value"] == LINK
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "free"})
    assert answer(sent).startswith("✅ #1 **Mia – Night** is in.")


@reads_messages
async def test_the_public_receipt_pings_its_member_alone_and_its_buttons_are_theirs(file_host: BotEnv) -> None:
    bot_env = file_host
    file = ("a.mp3", song(artist="@everyone", title=f"<@{bot_env.max.id}>"))
    await bot_env.mia.send(bot_env.channels["submission"], "", attachments=[file])
    (receipt,) = chat(bot_env)
    assert [one["users"] for one in pings(bot_env)] == [[bot_env.mia.id]]
    assert [one["parse"] for one in pings(bot_env)] == [[]]
    for label in ("Edit", "Remove", "Why here?"):
        assert "not one of your songs" in answer(await bot_env.max.click(receipt, label=label))
    shown = await bot_env.mia.click(receipt, label="Edit")
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Night"})
    assert "has the new details" in answer(sent)


@reads_messages
async def test_the_public_receipt_goes_after_ten_minutes(file_host: BotEnv) -> None:
    bot_env = file_host
    await bot_env.mia.send(bot_env.channels["submission"], "", attachments=[("a.mp3", song())])
    await bot_env.env.advance_time(TEN_MINUTES - 30)
    assert len(chat(bot_env)) == 1
    await bot_env.env.advance_time(60)
    assert chat(bot_env) == []
    assert await in_queue(bot_env) == [1]


@reads_messages
async def test_two_files_in_one_message_are_both_handled(file_host: BotEnv) -> None:
    bot_env, files = file_host, [("a.mp3", song(pitch=300)), ("b.mp3", song(pitch=301))]
    await bot_env.mia.send(bot_env.channels["submission"], "", attachments=files)
    first, second = chat(bot_env)
    assert "is in." in first.content
    assert "There is room for 1 waiting song" in second.content
    assert len(list((bot_env.folder / "media").iterdir())) == 1  # the other one was not even fetched
    shown = await bot_env.mia.click(second, label="Fix it")
    sent = await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "b", "link": LINK, "line": "skip"})
    assert "is in." in answer(sent)


@reads_messages
async def test_a_file_that_is_no_song_is_refused_with_the_reason(file_host: BotEnv) -> None:
    bot_env = file_host
    await bot_env.mia.send(bot_env.channels["submission"], "", attachments=[("cover.png", b"\x89PNG" + bytes(99))])
    (said,) = chat(bot_env)
    assert "That file is a picture" in said.content
    assert await in_queue(bot_env) == []


@reads_messages
async def test_chat_is_pointed_to_the_button_and_goes_later(bot_env: BotEnv) -> None:
    await bot_env.mia.send(bot_env.channels["submission"], "how does this work?")
    question, said = chat(bot_env)
    assert question.author.id == bot_env.mia.id
    assert (await bot_env.mia.click(said, label="Submit")).modal is not None
    await bot_env.env.advance_time(TEN_MINUTES + 60)
    assert chat(bot_env) == []


@reads_messages
async def test_staff_may_talk_and_drop_songs_in_the_channel(file_host: BotEnv) -> None:
    bot_env = file_host
    for actor in (bot_env.rita, bot_env.boss):
        await actor.send(bot_env.channels["submission"], f"listen to {LINK}", attachments=[("a.mp3", song())])
    assert len(chat(bot_env)) == 2
    assert await in_queue(bot_env) == []


@reads_messages
async def test_other_channels_are_left_alone(bot_env: BotEnv) -> None:
    await bot_env.mia.send(bot_env.channels["queue"], LINK)
    assert [one.content for one in bot_env.channels["queue"].history() if one.content] == [LINK]
    assert await in_queue(bot_env) == []


@pytest.mark.bot_env(message_content=True, permissions=BOT_PERMISSIONS & ~MANAGE_MESSAGES)
async def test_without_manage_messages_the_song_is_taken_and_the_lack_logged_once(
    file_host: BotEnv, caplog: pytest.LogCaptureFixture
) -> None:
    bot_env = file_host
    with caplog.at_level(logging.WARNING, "cogs.drops"):
        for pitch, actor in enumerate((bot_env.mia, bot_env.max), start=300):
            await actor.send(bot_env.channels["submission"], "", attachments=[("a.mp3", song(pitch=pitch))])
    assert await in_queue(bot_env) == [1, 2]
    assert len(chat(bot_env)) == 2  # the receipts; the two messages have no text
    assert len([one for one in caplog.records if "no Manage Messages" in one.message]) == 1


async def test_without_the_intent_a_message_stays_ten_minutes_under_an_answer_with_the_button(bot_env: BotEnv) -> None:
    await bot_env.mia.send(bot_env.channels["submission"], LINK)
    message, said = chat(bot_env)
    assert message.content == LINK
    assert said.content.startswith(f"{bot_env.mia.mention} to send a song, press Submit.")
    assert (await bot_env.mia.click(said, label="Submit")).modal is not None
    assert await in_queue(bot_env) == []
    await bot_env.env.advance_time(TEN_MINUTES - 30)
    assert len(chat(bot_env)) == 2
    await bot_env.env.advance_time(60)
    assert chat(bot_env) == []


async def test_without_the_intent_the_message_menu_takes_the_message(bot_env: BotEnv) -> None:
    channel = bot_env.channels["submission"]
    message = await bot_env.mia.send(channel, LINK)
    refused = newest(await bot_env.mia.context_menu(channel, "Submit this track", message))
    shown = await bot_env.mia.click(refused, label="Fix it")
    await bot_env.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "free"})
    assert await in_queue(bot_env) == [1]


async def test_the_clean_up_goes_on_after_a_restart(bot_env: BotEnv) -> None:
    await bot_env.mia.send(bot_env.channels["submission"], LINK)
    await bot_env.restart()
    assert len(chat(bot_env)) == 2
    await bot_env.env.advance_time(TEN_MINUTES + 60)
    assert chat(bot_env) == []


async def test_a_message_is_not_deleted_unless_its_member_was_answered(bot_env: BotEnv) -> None:
    bot_env.env.inject_error("POST", f"/channels/{bot_env.channels['submission'].id}/messages", status=403, code=50013)
    await bot_env.mia.send(bot_env.channels["submission"], LINK)
    await bot_env.env.advance_time(TEN_MINUTES + 60)
    assert [one.content for one in chat(bot_env)] == [LINK]


async def test_a_message_that_was_deleted_meanwhile_is_forgotten(bot_env: BotEnv) -> None:
    message = await bot_env.mia.send(bot_env.channels["submission"], LINK)
    await bot_env.mia.delete(message)
    await bot_env.env.advance_time(TEN_MINUTES + 60)
    assert await bot_env.services.outbox.due_cleanups() == []


@reads_messages
async def test_a_closed_free_line_is_said_to_the_one_who_dropped(file_host: BotEnv) -> None:
    bot_env = file_host
    await bot_env.services.review.set_free_open(bot_env.guild.id, someone(bot_env.rita), free_open=False)
    await bot_env.mia.send(bot_env.channels["submission"], "", attachments=[("a.mp3", song())])
    (said,) = chat(bot_env)
    assert "The Free line is closed right now. Nothing changed." in said.content


async def test_the_clean_up_goes_on_when_another_program_held_the_database(
    bot_env: BotEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot_env.mia.send(bot_env.channels["submission"], LINK)
    monkeypatch.setattr("database.BUSY_SECONDS", 0.01)
    await bot_env.env.advance_time(TEN_MINUTES - 30)
    with closing(sqlite3.connect(bot_env.folder / "music_queue.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await bot_env.env.advance_time(40)
        assert len(chat(bot_env)) == 2
    for _ in range(4):  # discord.py: the pauses of a loop that failed grow; after 40 s to two minutes or so
        await bot_env.env.advance_time(60)
    assert chat(bot_env) == []


@reads_messages
async def test_much_chatter_of_a_member_is_answered_once_in_ten_minutes_pings_nobody_and_goes(bot_env: BotEnv) -> None:
    for number in range(30):
        await bot_env.mia.send(bot_env.channels["submission"], f"spam {number}")
    answers = [one for one in chat(bot_env) if one.author.id != bot_env.mia.id]
    assert [one.content.partition(" ")[0] for one in answers] == [bot_env.mia.mention]
    assert pings(bot_env) == []
    await bot_env.max.send(bot_env.channels["submission"], "me too")
    assert len([one for one in chat(bot_env) if one.author.id not in {bot_env.mia.id, bot_env.max.id}]) == 2
    await bot_env.env.advance_time(TEN_MINUTES + 60)
    assert chat(bot_env) == []
    await bot_env.mia.send(bot_env.channels["submission"], "spam again")
    assert len(chat(bot_env)) == 2


@reads_messages
async def test_what_a_member_chats_goes_also_where_it_came_while_the_answer_was_under_way(bot_env: BotEnv) -> None:
    bot_env.env.inject_error("POST", f"/channels/{bot_env.channels['submission'].id}/messages", status=403, code=50013)
    await bot_env.mia.send(bot_env.channels["submission"], "not answered")
    await bot_env.mia.send(bot_env.channels["submission"], "answered")
    await bot_env.env.advance_time(TEN_MINUTES + 60)
    assert [one.content for one in chat(bot_env)] == ["not answered"]


@reads_messages
async def test_a_blocked_members_file_is_refused_before_it_is_fetched(file_host: BotEnv) -> None:
    bot_env = file_host
    blocks = bot_env.services.blocks
    await blocks.add(bot_env.guild.id, someone(bot_env.rita), BlockKind.MEMBER, str(bot_env.mia.id), "spam")
    await bot_env.mia.send(bot_env.channels["submission"], "", attachments=[("a.mp3", b"not even a song")])
    (said,) = chat(bot_env)
    assert "You cannot submit songs here for now: spam. Nothing changed." in said.content
