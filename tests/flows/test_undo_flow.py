"""Undo as reviewers meet it: what was taken back, whose it was, and what stays."""

from __future__ import annotations

from domain.lines import Line
from domain.submissions import Status
from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import answer, asked, in_queue, playing, press, someone, status, submit


async def test_undo_names_doer_action_and_song_and_brings_back_what_played(bot_env: BotEnv) -> None:
    follower_env = bot_env.channels["reviewer"]
    first, second = await submit(bot_env, bot_env.mia, "First"), await submit(bot_env, bot_env.max, "Second")
    await bot_env.services.points.adjust(bot_env.guild.id, someone(bot_env.boss), someone(bot_env.max), 5, "contest")
    await bot_env.rita.slash(follower_env, "next")
    await bot_env.sam.slash(follower_env, "next")
    text = answer(await bot_env.rita.slash(follower_env, "undo"))
    assert text.startswith(f"↩️ Taken back: sam took the next song **#{first.number} Artist – First**")
    assert await playing(bot_env) == second.number
    assert await in_queue(bot_env) == [first.number]


async def test_undo_goes_back_step_by_step_and_says_when_nothing_is_left(bot_env: BotEnv) -> None:
    guild, rita = bot_env.guild.id, someone(bot_env.rita)
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    await bot_env.services.review.approve(guild, rita, song.number)
    await bot_env.services.review.move(guild, rita, song.number, Line.BACK_TO_BACK)
    await bot_env.services.review.remove(guild, rita, song.number, "by mistake")
    for words, expected in (("removed", Status.WAITING), ("moved", Status.WAITING), ("approved", Status.PENDING)):
        assert f"rita {words} **#{song.number} Artist – Skip" in await press(bot_env, bot_env.sam, "review:undo")
        assert await status(bot_env, song) is expected
    assert "There is nothing to undo in this show. Nothing changed." in await press(bot_env, bot_env.sam, "review:undo")


async def test_undo_brings_back_a_cleared_line_in_one_step(bot_env: BotEnv) -> None:
    songs = [await submit(bot_env, actor, "Song") for actor in (bot_env.mia, bot_env.max, bot_env.zoe)]
    question = await bot_env.rita.slash(bot_env.channels["reviewer"], "clearfree")
    await bot_env.rita.click(asked(question), label="Clear Free")
    assert await in_queue(bot_env) == []
    assert "rita cleared Free **3 songs in Free**" in await press(bot_env, bot_env.rita, "review:undo")
    assert await in_queue(bot_env) == [song.number for song in songs]


async def test_undo_leaves_songs_alone_that_changed_since_and_names_them(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    await bot_env.services.review.approve(bot_env.guild.id, someone(bot_env.rita), song.number)
    await bot_env.services.submissions.remove(bot_env.guild.id, bot_env.mia.id, song.number)
    text = await press(bot_env, bot_env.rita, "review:undo")
    assert f"Left as they are, because they changed since:\n• #{song.number} Artist – Skip" in text
    assert await status(bot_env, song) is Status.REMOVED


async def test_undo_works_after_a_restart(bot_env: BotEnv) -> None:
    song = await submit(bot_env, bot_env.mia, "First")
    await bot_env.rita.slash(bot_env.channels["reviewer"], "next")
    await bot_env.restart()
    text = answer(await bot_env.sam.slash(bot_env.channels["reviewer"], "undo"))
    assert f"rita took the next song **#{song.number} Artist – First**" in text
    assert await playing(bot_env) is None
    assert await in_queue(bot_env) == [song.number]


async def test_undo_does_not_reach_into_the_show_before(bot_env: BotEnv) -> None:
    await submit(bot_env, bot_env.mia, "First")
    await bot_env.rita.slash(bot_env.channels["reviewer"], "next")
    question = await bot_env.rita.slash(bot_env.channels["reviewer"], "clearfree")
    assert "No song waits in the Free line" in answer(question)
    playing_now = await playing(bot_env)
    await press(bot_env, bot_env.rita, f"review:endnow:{playing_now}")
    assert "There is nothing to undo in this show" in await press(bot_env, bot_env.rita, "review:undo")
