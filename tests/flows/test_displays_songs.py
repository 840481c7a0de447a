"""What is posted once: "Now playing" with its audio, bookmarks, and notices to members."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord

from domain.submissions import Person, Submission
from media.store import Upload
from services.drafts import Draft
from tests.audio import song as audio
from tests.flows.boards import backstage, boss, drawn, messages, submit, text_of
from tests.stage import Stage

WEEK_SECONDS = 7 * 24 * 3600


async def submit_file(stage: Stage, body: bytes, title: str = "Tape") -> Submission:
    """A song by file, whose bytes are `body`."""

    async def chunks() -> AsyncIterator[bytes]:
        yield body

    stored = await stage.services.store.receive(Upload(f"{title}.wav", len(body), chunks), 25 * 1024 * 1024)
    draft = Draft(stage.guild.id, Person(stage.mia.id, "mia"), "Band", title, file=stored)
    with backstage(stage) as services:
        return (await services.submissions.submit(draft)).submission


async def play_next(stage: Stage) -> None:
    """Next, without waiting for what it makes the displays do."""
    with backstage(stage) as services:
        await services.queue.play_next(stage.guild.id, boss(stage))


def plays(stage: Stage) -> list[str]:
    """What the now playing channel says, oldest first."""
    return [text_of(message) for message in messages(stage, "now_playing")]


async def test_the_song_that_plays_is_posted_with_a_way_to_its_link_and_edited_when_it_ends(stage: Stage) -> None:
    song = await submit(stage, "First", note="loud!")
    await play_next(stage)
    await drawn(stage)
    (message,) = messages(stage, "now_playing")
    assert "Now playing" in text_of(message)
    assert "mia" in text_of(message)
    assert (message.embeds[0].footer.text or "").startswith("play 1 · ")
    (row,) = message.components
    assert isinstance(row, discord.ActionRow)
    assert isinstance(row.children[0], discord.Button)
    assert row.children[0].url == song.song.link
    await play_next(stage)
    await drawn(stage)
    (message,) = messages(stage, "now_playing")
    assert "⏹️ Played" in text_of(message)


async def test_an_undone_play_says_so(stage: Stage) -> None:
    await submit(stage, "First")
    await play_next(stage)
    await drawn(stage)
    with backstage(stage) as services:
        await services.undo.undo(stage.guild.id, boss(stage))
    await drawn(stage)
    (text,) = plays(stage)
    assert "Taken back" in text


async def test_every_play_is_posted_once_in_order_also_those_that_ended_before_their_turn(stage: Stage) -> None:
    with backstage(stage) as services:
        await services.settings.change(stage.guild.id, boss(stage), {"limit_free": "0"})
    for number in range(5):
        await submit(stage, f"Song {number}")
    for _ in range(5):
        await play_next(stage)
    await drawn(stage)
    assert [text.count("Song") and text.split("Song ")[1][0] for text in plays(stage)] == ["0", "1", "2", "3", "4"]
    assert ["Now playing" in text for text in plays(stage)] == [False, False, False, False, True]


async def test_a_play_that_was_posted_but_never_noted_is_not_posted_again(stage: Stage) -> None:
    await submit(stage, "First")
    await play_next(stage)
    await drawn(stage)
    async with stage.database.transaction() as tables:
        await tables.plays.rows("UPDATE plays SET shown = NULL, channel_id = NULL, message_id = NULL")
    await stage.restart()
    await drawn(stage)
    assert len(plays(stage)) == 1
    await play_next(stage)
    await drawn(stage)
    assert "⏹️ Played" in plays(stage)[0]


async def test_a_song_played_a_week_ago_still_has_its_file(stage: Stage) -> None:
    body = audio("wav")
    await submit_file(stage, body)
    await play_next(stage)
    await drawn(stage)
    await play_next(stage)
    await drawn(stage)
    stage.env.backend.advance_clock(WEEK_SECONDS)  # at once: nobody has to sit through a thousand sweeps
    await stage.restart()
    await drawn(stage)
    (message,) = messages(stage, "now_playing")
    assert "⏹️ Played" in text_of(message)
    (attachment,) = message.attachments
    assert attachment.filename == "Tape.wav"
    assert stage.env.backend.cdn.get(attachment.url) == body


async def test_a_file_over_the_servers_limit_is_played_as_a_marked_preview_copy(stage: Stage) -> None:
    await submit_file(stage, audio("wav", size=11 * 1024 * 1024))
    await play_next(stage)
    await drawn(stage)
    (message,) = messages(stage, "now_playing")
    assert "Preview copy" in message.content
    assert 0 < message.attachments[0].size < 10 * 1024 * 1024


async def test_a_bookmark_is_posted_once_also_when_the_note_of_it_was_lost(stage: Stage) -> None:
    song = await submit(stage, "Keep me")
    with backstage(stage) as services:
        await services.review.bookmark(stage.guild.id, boss(stage), song.number)
    await drawn(stage)
    async with stage.database.transaction() as tables:
        await tables.bookmarks.rows("UPDATE bookmarks SET message_id = NULL")
    await stage.restart()
    await drawn(stage)
    (message,) = messages(stage, "bookmarks")
    assert "Keep me" in text_of(message)
    assert "Bookmarked by: boss" in text_of(message)


async def test_without_a_channel_plays_are_not_saved_up_for_later(stage: Stage) -> None:
    channel = stage.channels["now_playing"].id
    with backstage(stage) as services:
        await services.settings.change(stage.guild.id, boss(stage), {"now_playing_channel": "none"})
    await submit(stage, "Unseen")
    await play_next(stage)
    await drawn(stage)
    with backstage(stage) as services:
        await services.settings.change(stage.guild.id, boss(stage), {"now_playing_channel": str(channel)})
    await drawn(stage)
    assert plays(stage) == []


async def test_an_old_message_out_of_the_bots_reach_does_not_hold_up_the_songs_after_it(stage: Stage) -> None:
    old, new = stage.channels["now_playing"], stage.channels["bookmarks"]
    await submit(stage, "First")
    await play_next(stage)
    await drawn(stage)
    await submit(stage, "Second")
    with backstage(stage) as services:
        await services.settings.change(stage.guild.id, boss(stage), {"now_playing_channel": str(new.id)})
    [first] = messages(stage, "now_playing")
    stage.env.inject_error("PATCH", f"/channels/{old.id}/messages/{first.id}", status=403, code=50001)
    await play_next(stage)
    await drawn(stage)
    [shown] = [text_of(one) for one in messages(stage, "bookmarks")]
    assert "Second" in shown
