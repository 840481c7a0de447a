"""Looking back as a reviewer: the archive and the log of what staff did."""

from __future__ import annotations

from tests.flows.desk import answer, asked, press, read, someone, submit
from tests.stage import Stage


async def test_the_archive_shows_played_songs_newest_first_and_turns_its_pages(stage: Stage) -> None:
    for number in range(12):
        await submit(stage, stage.mia, f"Song {number}")
        await stage.services.queue.play_next(stage.guild.id, someone(stage.rita))
    await stage.services.queue.play_next(stage.guild.id, someone(stage.rita))
    first = await stage.rita.slash(stage.channels["reviewer"], "archive")
    titles = [f"Song {number}**" for number in range(11, 1, -1)]
    places = [answer(first).index(title) for title in titles]
    assert places == sorted(places)
    assert "by mia · Free" in answer(first)
    older = await stage.rita.click(asked(first), label="Older")
    assert older.response is not None
    assert older.response.id == asked(first).id
    assert "Song 1**" in read(older.response)
    assert "Song 2**" not in read(older.response)
    newer = await stage.rita.click(asked(older), label="Newer")
    assert newer.response is not None
    assert "Song 11**" in read(newer.response)


async def test_the_archive_of_a_member_stays_with_that_member_on_every_page(stage: Stage) -> None:
    for actor in (stage.mia, stage.max) * 11:
        await submit(stage, actor, "Song", artist=actor.name)
        await stage.services.queue.play_next(stage.guild.id, someone(stage.rita))
    await stage.services.queue.play_next(stage.guild.id, someone(stage.rita))
    first = await stage.rita.slash(stage.channels["reviewer"], "archive", member=stage.mia)
    older = await stage.rita.click(asked(first), label="Older")
    for text in (answer(first), answer(older)):
        assert f"Songs played of <@{stage.mia.id}>" in text
        assert "**mia – Song**" in text
        assert "max" not in text


async def test_an_empty_archive_says_so(stage: Stage) -> None:
    assert "Nothing here." in answer(await stage.rita.slash(stage.channels["reviewer"], "archive"))


async def test_the_log_says_who_did_what_why_and_who_undid_it(stage: Stage) -> None:
    guild = stage.guild.id
    song = await submit(stage, stage.mia, "Skip", skip=True)
    await stage.services.review.approve(guild, someone(stage.rita), song.number)
    await stage.services.review.remove(guild, someone(stage.sam), song.number, "too loud")
    await stage.services.undo.undo(guild, someone(stage.rita))
    text = answer(await stage.rita.slash(stage.channels["reviewer"], "audit"))
    assert f" rita approved **#{song.number} Artist – Skip**" in text
    assert f" sam removed **#{song.number} Artist – Skip** · “too loud”~~ · undone by rita" in text
    assert text.index("sam removed") < text.index("rita approved")


async def test_the_log_turns_its_pages(stage: Stage) -> None:
    for number in range(14):
        song = await submit(stage, stage.mia, f"Song {number}")
        await stage.services.review.remove(stage.guild.id, someone(stage.rita), song.number)
    first = await stage.rita.slash(stage.channels["reviewer"], "audit")
    assert "Song 13" in answer(first)
    assert "Song 3**" not in answer(first)
    assert "Song 3**" in answer(await stage.rita.click(asked(first), label="Older"))


async def test_pages_that_are_checked_on_every_press_close_when_the_role_is_gone(stage: Stage) -> None:
    page = await stage.rita.slash(stage.channels["reviewer"], "audit")
    await stage.services.settings.change(stage.guild.id, someone(stage.boss), {"staff_role": "none"})
    assert "Only reviewers can do this" in await press(stage, stage.rita, "records:audit:0")
    assert page.response is not None


async def test_the_fullest_log_with_the_worst_names_fits_what_discord_takes(stage: Stage) -> None:
    for number in range(12):
        song = await submit(stage, stage.mia, f"{number}" + "*" * 98, artist="_" * 100)
        await stage.services.review.remove(stage.guild.id, someone(stage.rita), song.number, "`" * 200)
        await stage.services.undo.undo(stage.guild.id, someone(stage.rita))
        await stage.services.queue.play_next(stage.guild.id, someone(stage.rita))
    for name in ("audit", "archive"):
        assert len(answer(await stage.rita.slash(stage.channels["reviewer"], name))) < 4000
