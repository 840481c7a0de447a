"""What is dropped in the submission channel, with and without the message content intent."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing

import discord
import pytest

from domain.blocks import BlockKind
from tests.audio import song
from tests.flows.desk import answer, in_queue, someone
from tests.flows.fans import fields, newest, pings, songs_of
from tests.stage import BOT_PERMISSIONS, Stage

MANAGE_MESSAGES = discord.Permissions(manage_messages=True)
LINK = "https://mia.bandcamp.com/track/night"
TEN_MINUTES = 10 * 60
reads_messages = pytest.mark.stage(message_content=True)


def chat(stage: Stage) -> list[discord.Message]:
    """What stands in the submission channel, oldest first, without the boards of the bot."""
    return [one for one in stage.channels["submission"].history() if one.content]


@reads_messages
async def test_a_dropped_file_is_submitted_with_its_tags_and_the_message_goes(file_host: Stage) -> None:
    stage, file = file_host, ("x.mp3", song(artist="Mia", title="Night"))
    await stage.mia.send(stage.channels["submission"], "listen!", attachments=[file])
    (receipt,) = chat(stage)
    assert receipt.content.splitlines()[0] == f"{stage.mia.mention} ✅ #1 **Mia – Night** is in."
    assert await in_queue(stage) == [1]


@reads_messages
@pytest.mark.parametrize(
    ("name", "artist", "title"),
    [("DJ_Blue_-_Red_Sky.wav", "DJ Blue", "Red Sky"), ("red_sky.wav", "mia", "red sky"), ("-.wav", "mia", "-")],
)
async def test_a_file_without_tags_is_named_after_the_file(
    file_host: Stage, name: str, artist: str, title: str
) -> None:
    await file_host.mia.send(file_host.channels["submission"], "", attachments=[(name, song("wav"))])
    (stored,) = await songs_of(file_host, file_host.mia)
    assert (stored.song.artist, stored.song.title) == (artist, title)


@reads_messages
async def test_a_dropped_link_without_names_is_asked_for_them_and_fixed(stage: Stage) -> None:
    await stage.mia.send(stage.channels["submission"], f"my song: <{LINK}>!")
    (said,) = chat(stage)
    assert "The title is empty. Nothing changed." in said.content
    shown = await stage.mia.click(said, label="Fix it")
    assert fields(shown)["link"]["value"] == LINK
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "free"})
    assert answer(sent).startswith("✅ #1 **Mia – Night** is in.")


@reads_messages
async def test_the_public_receipt_pings_its_member_alone_and_its_buttons_are_theirs(file_host: Stage) -> None:
    stage = file_host
    file = ("a.mp3", song(artist="@everyone", title=f"<@{stage.max.id}>"))
    await stage.mia.send(stage.channels["submission"], "", attachments=[file])
    (receipt,) = chat(stage)
    assert [one["users"] for one in pings(stage)] == [[stage.mia.id]]
    assert [one["parse"] for one in pings(stage)] == [[]]
    for label in ("Edit", "Remove", "Why here?"):
        assert "not one of your songs" in answer(await stage.max.click(receipt, label=label))
    shown = await stage.mia.click(receipt, label="Edit")
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Night"})
    assert "has the new details" in answer(sent)


@reads_messages
async def test_the_public_receipt_goes_after_ten_minutes(file_host: Stage) -> None:
    stage = file_host
    await stage.mia.send(stage.channels["submission"], "", attachments=[("a.mp3", song())])
    await stage.env.advance_time(TEN_MINUTES - 30)
    assert len(chat(stage)) == 1
    await stage.env.advance_time(60)
    assert chat(stage) == []
    assert await in_queue(stage) == [1]


@reads_messages
async def test_two_files_in_one_message_are_both_handled(file_host: Stage) -> None:
    stage, files = file_host, [("a.mp3", song(pitch=300)), ("b.mp3", song(pitch=301))]
    await stage.mia.send(stage.channels["submission"], "", attachments=files)
    first, second = chat(stage)
    assert "is in." in first.content
    assert "There is room for 1 waiting song" in second.content
    assert len(list((stage.folder / "media").iterdir())) == 1  # the other one was not even fetched
    shown = await stage.mia.click(second, label="Fix it")
    sent = await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "b", "link": LINK, "line": "skip"})
    assert "is in." in answer(sent)


@reads_messages
async def test_a_file_that_is_no_song_is_refused_with_the_reason(file_host: Stage) -> None:
    stage = file_host
    await stage.mia.send(stage.channels["submission"], "", attachments=[("cover.png", b"\x89PNG" + bytes(99))])
    (said,) = chat(stage)
    assert "That file is a picture" in said.content
    assert await in_queue(stage) == []


@reads_messages
async def test_chat_is_pointed_to_the_button_and_goes_later(stage: Stage) -> None:
    await stage.mia.send(stage.channels["submission"], "how does this work?")
    question, said = chat(stage)
    assert question.author.id == stage.mia.id
    assert (await stage.mia.click(said, label="Submit")).modal is not None
    await stage.env.advance_time(TEN_MINUTES + 60)
    assert chat(stage) == []


@reads_messages
async def test_staff_may_talk_and_drop_songs_in_the_channel(file_host: Stage) -> None:
    stage = file_host
    for actor in (stage.rita, stage.boss):
        await actor.send(stage.channels["submission"], f"listen to {LINK}", attachments=[("a.mp3", song())])
    assert len(chat(stage)) == 2
    assert await in_queue(stage) == []


@reads_messages
async def test_other_channels_are_left_alone(stage: Stage) -> None:
    await stage.mia.send(stage.channels["queue"], LINK)
    assert [one.content for one in stage.channels["queue"].history() if one.content] == [LINK]
    assert await in_queue(stage) == []


@pytest.mark.stage(message_content=True, permissions=BOT_PERMISSIONS & ~MANAGE_MESSAGES)
async def test_without_manage_messages_the_song_is_taken_and_the_lack_logged_once(
    file_host: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage = file_host
    with caplog.at_level(logging.WARNING, "cogs.drops"):
        for pitch, actor in enumerate((stage.mia, stage.max), start=300):
            await actor.send(stage.channels["submission"], "", attachments=[("a.mp3", song(pitch=pitch))])
    assert await in_queue(stage) == [1, 2]
    assert len(chat(stage)) == 2  # the receipts; the two messages have no text
    assert len([one for one in caplog.records if "no Manage Messages" in one.message]) == 1


async def test_without_the_intent_a_message_stays_ten_minutes_under_an_answer_with_the_button(stage: Stage) -> None:
    await stage.mia.send(stage.channels["submission"], LINK)
    message, said = chat(stage)
    assert message.content == LINK
    assert said.content.startswith(f"{stage.mia.mention} to send a song, press Submit.")
    assert (await stage.mia.click(said, label="Submit")).modal is not None
    assert await in_queue(stage) == []
    await stage.env.advance_time(TEN_MINUTES - 30)
    assert len(chat(stage)) == 2
    await stage.env.advance_time(60)
    assert chat(stage) == []


async def test_without_the_intent_the_message_menu_takes_the_message(stage: Stage) -> None:
    channel = stage.channels["submission"]
    message = await stage.mia.send(channel, LINK)
    refused = newest(await stage.mia.context_menu(channel, "Submit this track", message))
    shown = await stage.mia.click(refused, label="Fix it")
    await stage.mia.submit_modal(shown, {"artist": "Mia", "title": "Night", "link": LINK, "line": "free"})
    assert await in_queue(stage) == [1]


async def test_the_clean_up_goes_on_after_a_restart(stage: Stage) -> None:
    await stage.mia.send(stage.channels["submission"], LINK)
    await stage.restart()
    assert len(chat(stage)) == 2
    await stage.env.advance_time(TEN_MINUTES + 60)
    assert chat(stage) == []


async def test_a_message_is_not_deleted_unless_its_member_was_answered(stage: Stage) -> None:
    stage.env.inject_error("POST", f"/channels/{stage.channels['submission'].id}/messages", status=403, code=50013)
    await stage.mia.send(stage.channels["submission"], LINK)
    await stage.env.advance_time(TEN_MINUTES + 60)
    assert [one.content for one in chat(stage)] == [LINK]


async def test_a_message_that_was_deleted_meanwhile_is_forgotten(stage: Stage) -> None:
    message = await stage.mia.send(stage.channels["submission"], LINK)
    await stage.mia.delete(message)
    await stage.env.advance_time(TEN_MINUTES + 60)
    assert await stage.services.outbox.due_cleanups() == []


@reads_messages
async def test_a_closed_free_line_is_said_to_the_one_who_dropped(file_host: Stage) -> None:
    stage = file_host
    await stage.services.review.set_free_open(stage.guild.id, someone(stage.rita), free_open=False)
    await stage.mia.send(stage.channels["submission"], "", attachments=[("a.mp3", song())])
    (said,) = chat(stage)
    assert "The Free line is closed right now. Nothing changed." in said.content


async def test_the_clean_up_goes_on_when_another_program_held_the_database(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.mia.send(stage.channels["submission"], LINK)
    monkeypatch.setattr("database.BUSY_SECONDS", 0.01)
    await stage.env.advance_time(TEN_MINUTES - 30)
    with closing(sqlite3.connect(stage.folder / "music_queue.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await stage.env.advance_time(40)
        assert len(chat(stage)) == 2
    for _ in range(4):  # discord.py: the pauses of a loop that failed grow; after 40 s to two minutes or so
        await stage.env.advance_time(60)
    assert chat(stage) == []


@reads_messages
async def test_much_chatter_of_a_member_is_answered_once_in_ten_minutes_pings_nobody_and_goes(stage: Stage) -> None:
    for number in range(30):
        await stage.mia.send(stage.channels["submission"], f"spam {number}")
    answers = [one for one in chat(stage) if one.author.id != stage.mia.id]
    assert [one.content.partition(" ")[0] for one in answers] == [stage.mia.mention]
    assert pings(stage) == []
    await stage.max.send(stage.channels["submission"], "me too")
    assert len([one for one in chat(stage) if one.author.id not in {stage.mia.id, stage.max.id}]) == 2
    await stage.env.advance_time(TEN_MINUTES + 60)
    assert chat(stage) == []
    await stage.mia.send(stage.channels["submission"], "spam again")
    assert len(chat(stage)) == 2


@reads_messages
async def test_what_a_member_chats_goes_also_where_it_came_while_the_answer_was_under_way(stage: Stage) -> None:
    stage.env.inject_error("POST", f"/channels/{stage.channels['submission'].id}/messages", status=403, code=50013)
    await stage.mia.send(stage.channels["submission"], "not answered")
    await stage.mia.send(stage.channels["submission"], "answered")
    await stage.env.advance_time(TEN_MINUTES + 60)
    assert [one.content for one in chat(stage)] == ["not answered"]


@reads_messages
async def test_a_blocked_members_file_is_refused_before_it_is_fetched(file_host: Stage) -> None:
    stage = file_host
    blocks = stage.services.blocks
    await blocks.add(stage.guild.id, someone(stage.rita), BlockKind.MEMBER, str(stage.mia.id), "spam")
    await stage.mia.send(stage.channels["submission"], "", attachments=[("a.mp3", b"not even a song")])
    (said,) = chat(stage)
    assert "You cannot submit songs here for now: spam. Nothing changed." in said.content
