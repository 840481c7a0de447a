"""Looking back as a reviewer: the archive and the log of what staff did."""

from __future__ import annotations

from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import answer, asked, press, read, someone, submit


async def test_the_archive_shows_played_songs_newest_first_and_turns_its_pages(bot_env: BotEnv) -> None:
    for number in range(12):
        await submit(bot_env, bot_env.mia, f"Song {number}")
        await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    first = await bot_env.rita.slash(bot_env.channels["reviewer"], "archive")
    titles = [f"Song {number}**" for number in range(11, 1, -1)]
    places = [answer(first).index(title) for title in titles]
    assert places == sorted(places)
    assert "by mia · Free" in answer(first)
    older = await bot_env.rita.click(asked(first), label="Older")
    assert older.response is not None
    assert older.response.id == asked(first).id
    assert "Song 1**" in read(older.response)
    assert "Song 2**" not in read(older.response)
    newer = await bot_env.rita.click(asked(older), label="Newer")
    assert newer.response is not None
    assert "Song 11**" in read(newer.response)


async def test_the_archive_of_a_member_stays_with_that_member_on_every_page(bot_env: BotEnv) -> None:
    for actor in (bot_env.mia, bot_env.max) * 11:
        await submit(bot_env, actor, "Song", artist=actor.name)
        await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    first = await bot_env.rita.slash(bot_env.channels["reviewer"], "archive", member=bot_env.mia)
    older = await bot_env.rita.click(asked(first), label="Older")
    for text in (answer(first), answer(older)):
        assert f"Songs played of <@{bot_env.mia.id}>" in text
        assert "**mia – Song**" in text
        assert "max" not in text


async def test_an_empty_archive_says_so(bot_env: BotEnv) -> None:
    assert "Nothing here." in answer(await bot_env.rita.slash(bot_env.channels["reviewer"], "archive"))


async def test_the_log_says_who_did_what_why_and_who_undid_it(bot_env: BotEnv) -> None:
    guild = bot_env.guild.id
    song = await submit(bot_env, bot_env.mia, "Skip", skip=True)
    await bot_env.services.review.approve(guild, someone(bot_env.rita), song.number)
    await bot_env.services.review.remove(guild, someone(bot_env.sam), song.number, "too loud")
    await bot_env.services.undo.undo(guild, someone(bot_env.rita))
    text = answer(await bot_env.rita.slash(bot_env.channels["reviewer"], "audit"))
    assert f" rita approved **#{song.number} Artist – Skip**" in text
    assert f" sam removed **#{song.number} Artist – Skip** · “too loud”~~ · undone by rita" in text
    assert text.index("sam removed") < text.index("rita approved")


async def test_the_log_turns_its_pages(bot_env: BotEnv) -> None:
    for number in range(14):
        song = await submit(bot_env, bot_env.mia, f"Song {number}")
        await bot_env.services.review.remove(bot_env.guild.id, someone(bot_env.rita), song.number)
    first = await bot_env.rita.slash(bot_env.channels["reviewer"], "audit")
    assert "Song 13" in answer(first)
    assert "Song 3**" not in answer(first)
    assert "Song 3**" in answer(await bot_env.rita.click(asked(first), label="Older"))


async def test_pages_that_are_checked_on_every_press_close_when_the_role_is_gone(bot_env: BotEnv) -> None:
    page = await bot_env.rita.slash(bot_env.channels["reviewer"], "audit")
    await bot_env.services.settings.change(bot_env.guild.id, someone(bot_env.boss), {"staff_role": "none"})
    assert "Only reviewers can do this" in await press(bot_env, bot_env.rita, "records:audit:0")
    assert page.response is not None


async def test_the_fullest_log_with_the_worst_names_fits_what_discord_takes(bot_env: BotEnv) -> None:
    for number in range(12):
        song = await submit(bot_env, bot_env.mia, f"{number}" + "*" * 98, artist="_" * 100)
        await bot_env.services.review.remove(bot_env.guild.id, someone(bot_env.rita), song.number, "`" * 200)
        await bot_env.services.undo.undo(bot_env.guild.id, someone(bot_env.rita))
        await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    for name in ("audit", "archive"):
        assert len(answer(await bot_env.rita.slash(bot_env.channels["reviewer"], name))) < 4000
