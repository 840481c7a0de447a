"""Undo as reviewers meet it: what was taken back, whose it was, and what stays."""

from __future__ import annotations

from domain.lines import Line
from domain.submissions import Status
from tests.flows.desk import answer, asked, in_queue, playing, press, someone, status, submit
from tests.stage import Stage


async def test_undo_names_doer_action_and_song_and_brings_back_what_played(stage: Stage) -> None:
    desk = stage.channels["reviewer"]
    first, second = await submit(stage, stage.mia, "First"), await submit(stage, stage.max, "Second")
    await stage.services.points.adjust(stage.guild.id, someone(stage.boss), someone(stage.max), 5, "contest")
    await stage.rita.slash(desk, "next")
    await stage.sam.slash(desk, "next")
    text = answer(await stage.rita.slash(desk, "undo"))
    assert text.startswith(f"↩️ Taken back: sam took the next song **#{first.number} Artist – First**")
    assert await playing(stage) == second.number
    assert await in_queue(stage) == [first.number]


async def test_undo_goes_back_step_by_step_and_says_when_nothing_is_left(stage: Stage) -> None:
    guild, rita = stage.guild.id, someone(stage.rita)
    song = await submit(stage, stage.mia, "Skip", skip=True)
    await stage.services.review.approve(guild, rita, song.number)
    await stage.services.review.move(guild, rita, song.number, Line.BACK_TO_BACK)
    await stage.services.review.remove(guild, rita, song.number, "by mistake")
    for words, expected in (("removed", Status.WAITING), ("moved", Status.WAITING), ("approved", Status.PENDING)):
        assert f"rita {words} **#{song.number} Artist – Skip" in await press(stage, stage.sam, "review:undo")
        assert await status(stage, song) is expected
    assert "There is nothing to undo in this show. Nothing changed." in await press(stage, stage.sam, "review:undo")


async def test_undo_brings_back_a_cleared_line_in_one_step(stage: Stage) -> None:
    songs = [await submit(stage, actor, "Song") for actor in (stage.mia, stage.max, stage.zoe)]
    question = await stage.rita.slash(stage.channels["reviewer"], "clearfree")
    await stage.rita.click(asked(question), label="Clear Free")
    assert await in_queue(stage) == []
    assert "rita cleared Free **3 songs in Free**" in await press(stage, stage.rita, "review:undo")
    assert await in_queue(stage) == [song.number for song in songs]


async def test_undo_leaves_songs_alone_that_changed_since_and_names_them(stage: Stage) -> None:
    song = await submit(stage, stage.mia, "Skip", skip=True)
    await stage.services.review.approve(stage.guild.id, someone(stage.rita), song.number)
    await stage.services.submissions.remove(stage.guild.id, stage.mia.id, song.number)
    text = await press(stage, stage.rita, "review:undo")
    assert f"Left as they are, because they changed since:\n• #{song.number} Artist – Skip" in text
    assert await status(stage, song) is Status.REMOVED


async def test_undo_works_after_a_restart(stage: Stage) -> None:
    song = await submit(stage, stage.mia, "First")
    await stage.rita.slash(stage.channels["reviewer"], "next")
    await stage.restart()
    text = answer(await stage.sam.slash(stage.channels["reviewer"], "undo"))
    assert f"rita took the next song **#{song.number} Artist – First**" in text
    assert await playing(stage) is None
    assert await in_queue(stage) == [song.number]


async def test_undo_does_not_reach_into_the_show_before(stage: Stage) -> None:
    await submit(stage, stage.mia, "First")
    await stage.rita.slash(stage.channels["reviewer"], "next")
    question = await stage.rita.slash(stage.channels["reviewer"], "clearfree")
    assert "No song waits in the Free line" in answer(question)
    playing_now = await playing(stage)
    await press(stage, stage.rita, f"review:endnow:{playing_now}")
    assert "There is nothing to undo in this show" in await press(stage, stage.rita, "review:undo")
