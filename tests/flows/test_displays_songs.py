"""What is posted once: "Now playing" with its audio, bookmarks, and notices to members."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord

from domain.submissions import Person, Submission
from media.store import Upload
from services.drafts import Draft
from tests.audio import song as audio
from tests.bot_env import BotEnv
from tests.flows.display_checks import backstage, boss, drawn, messages, submit, text_of

WEEK_SECONDS = 7 * 24 * 3600


async def submit_file(bot_env: BotEnv, body: bytes, title: str = "Tape") -> Submission:
    """A song by file, whose bytes are `body`."""

    async def chunks() -> AsyncIterator[bytes]:
        yield body

    stored = await bot_env.services.store.receive(Upload(f"{title}.wav", len(body), chunks), 25 * 1024 * 1024)
    draft = Draft(bot_env.guild.id, Person(bot_env.mia.id, "mia"), "Band", title, file=stored)
    with backstage(bot_env) as services:
        return (await services.submissions.submit(draft)).submission


async def play_next(bot_env: BotEnv) -> None:
    """Next, without waiting for what it makes the displays do."""
    with backstage(bot_env) as services:
        await services.queue.play_next(bot_env.guild.id, boss(bot_env))


def plays(bot_env: BotEnv) -> list[str]:
    """What the now playing channel says, oldest first."""
    return [text_of(message) for message in messages(bot_env, "now_playing")]


async def test_the_song_that_plays_is_posted_with_a_way_to_its_link_and_edited_when_it_ends(bot_env: BotEnv) -> None:
    song = await submit(bot_env, "First", note="loud!")
    await play_next(bot_env)
    await drawn(bot_env)
    (message,) = messages(bot_env, "now_playing")
    assert "Now playing" in text_of(message)
    assert "mia" in text_of(message)
    assert (message.embeds[0].footer.text or "").startswith("play 1 · ")
    (row,) = message.components
    assert isinstance(row, discord.ActionRow)
    assert isinstance(row.children[0], discord.Button)
    assert row.children[0].url == song.song.link
    await play_next(bot_env)
    await drawn(bot_env)
    (message,) = messages(bot_env, "now_playing")
    assert "⏹️ Played" in text_of(message)


async def test_an_undone_play_says_so(bot_env: BotEnv) -> None:
    await submit(bot_env, "First")
    await play_next(bot_env)
    await drawn(bot_env)
    with backstage(bot_env) as services:
        await services.undo.undo(bot_env.guild.id, boss(bot_env))
    await drawn(bot_env)
    (text,) = plays(bot_env)
    assert "Taken back" in text


async def test_every_play_is_posted_once_in_order_also_those_that_ended_before_their_turn(bot_env: BotEnv) -> None:
    with backstage(bot_env) as services:
        await services.settings.change(bot_env.guild.id, boss(bot_env), {"limit_free": "0"})
    for number in range(5):
        await submit(bot_env, f"Song {number}")
    for _ in range(5):
        await play_next(bot_env)
    await drawn(bot_env)
    assert [text.count("Song") and text.split("Song ")[1][0] for text in plays(bot_env)] == ["0", "1", "2", "3", "4"]
    assert ["Now playing" in text for text in plays(bot_env)] == [False, False, False, False, True]


async def test_a_play_that_was_posted_but_never_noted_is_not_posted_again(bot_env: BotEnv) -> None:
    await submit(bot_env, "First")
    await play_next(bot_env)
    await drawn(bot_env)
    async with bot_env.database.transaction() as tables:
        await tables.plays.rows("UPDATE plays SET shown = NULL, channel_id = NULL, message_id = NULL")
    await bot_env.restart()
    await drawn(bot_env)
    assert len(plays(bot_env)) == 1
    await play_next(bot_env)
    await drawn(bot_env)
    assert "⏹️ Played" in plays(bot_env)[0]


async def test_a_song_played_a_week_ago_still_has_its_file(bot_env: BotEnv) -> None:
    body = audio("wav")
    await submit_file(bot_env, body)
    await play_next(bot_env)
    await drawn(bot_env)
    await play_next(bot_env)
    await drawn(bot_env)
    bot_env.env.backend.advance_clock(WEEK_SECONDS)  # at once: nobody has to sit through a thousand sweeps
    await bot_env.restart()
    await drawn(bot_env)
    (message,) = messages(bot_env, "now_playing")
    assert "⏹️ Played" in text_of(message)
    (attachment,) = message.attachments
    assert attachment.filename == "Tape.wav"
    assert bot_env.env.backend.cdn.get(attachment.url) == body


async def test_a_file_over_the_servers_limit_is_played_as_a_marked_preview_copy(bot_env: BotEnv) -> None:
    await submit_file(bot_env, audio("wav", size=11 * 1024 * 1024))
    await play_next(bot_env)
    await drawn(bot_env)
    (message,) = messages(bot_env, "now_playing")
    assert "Preview copy" in message.content
    assert 0 < message.attachments[0].size < 10 * 1024 * 1024


async def test_a_bookmark_is_posted_once_also_when_the_note_of_it_was_lost(bot_env: BotEnv) -> None:
    song = await submit(bot_env, "Keep me")
    with backstage(bot_env) as services:
        await services.review.bookmark(bot_env.guild.id, boss(bot_env), song.number)
    await drawn(bot_env)
    async with bot_env.database.transaction() as tables:
        await tables.bookmarks.rows("UPDATE bookmarks SET message_id = NULL")
    await bot_env.restart()
    await drawn(bot_env)
    (message,) = messages(bot_env, "bookmarks")
    assert "Keep me" in text_of(message)
    assert "Bookmarked by: boss" in text_of(message)


async def test_without_a_channel_plays_are_not_saved_up_for_later(bot_env: BotEnv) -> None:
    channel = bot_env.channels["now_playing"].id
    with backstage(bot_env) as services:
        await services.settings.change(bot_env.guild.id, boss(bot_env), {"now_playing_channel": "none"})
    await submit(bot_env, "Unseen")
    await play_next(bot_env)
    await drawn(bot_env)
    with backstage(bot_env) as services:
        await services.settings.change(bot_env.guild.id, boss(bot_env), {"now_playing_channel": str(channel)})
    await drawn(bot_env)
    assert plays(bot_env) == []


async def test_an_old_message_out_of_the_bots_reach_does_not_hold_up_the_songs_after_it(bot_env: BotEnv) -> None:
    old, new = bot_env.channels["now_playing"], bot_env.channels["bookmarks"]
    await submit(bot_env, "First")
    await play_next(bot_env)
    await drawn(bot_env)
    await submit(bot_env, "Second")
    with backstage(bot_env) as services:
        await services.settings.change(bot_env.guild.id, boss(bot_env), {"now_playing_channel": str(new.id)})
    [first] = messages(bot_env, "now_playing")
    bot_env.env.inject_error("PATCH", f"/channels/{old.id}/messages/{first.id}", status=403, code=50001)
    await play_next(bot_env)
    await drawn(bot_env)
    [shown] = [text_of(one) for one in messages(bot_env, "bookmarks")]
    assert "Second" in shown
