"""The queue as members look at it: pages of one's own, one's own place, being away."""

from __future__ import annotations

import simcord
from simcord.results import InteractionResult

from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import answer, asked, old_message, press, read, someone, submit
from views.queue.pages import queue_board

CHARACTERS_OF_A_LAYOUT = 4000


async def fill(bot_env: BotEnv, count: int, actor: simcord.MemberActor) -> list[int]:
    """That many songs of one member, waiting in Skip in this order."""
    numbers = []
    for one in range(count):
        song = await submit(bot_env, actor, f"Song {one}", skip=True)
        numbers.append(song.number)
        await bot_env.services.review.approve(bot_env.guild.id, someone(bot_env.rita), song.number)
    return numbers


async def test_the_queue_shows_a_page_with_ones_own_place_and_why_it_is_there(bot_env: BotEnv) -> None:
    await fill(bot_env, 1, bot_env.max)
    song = await submit(bot_env, bot_env.mia, "Mine")
    text = answer(await bot_env.mia.slash(bot_env.channels["queue"], "queue"))
    assert f"#{song.number} **Artist – Mine**: place 2, Free, no estimate yet." in text
    assert "Why here? 1 song in higher lines and no songs in Free come before this one." in text
    assert "Free is sorted by points: you have 0." in text
    assert "Artist – Song 0" in text


async def test_the_estimate_is_measured_from_the_reviews_of_this_show(bot_env: BotEnv) -> None:
    await fill(bot_env, 4, bot_env.max)
    song = await submit(bot_env, bot_env.mia, "Mine")
    for _ in range(4):
        await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
        await bot_env.env.advance_time(300)
    text = answer(await bot_env.mia.slash(bot_env.channels["queue"], "queue"))
    assert f"#{song.number} **Artist – Mine**: place 1, Free, about 5 min." in text


async def test_pages_are_turned_in_place_and_do_not_touch_the_public_board(bot_env: BotEnv) -> None:
    await fill(bot_env, 12, bot_env.max)
    board = old_message(bot_env, "queue:page:1")
    second = await bot_env.mia.click(board, custom_id="queue:page:1")
    assert "Artist – Song 10" in answer(second)
    assert "Artist – Song 9" not in answer(second)
    own = asked(second)
    turned = await bot_env.mia.click(own, label="Previous")
    assert turned.response is not None
    assert turned.response.id == own.id
    assert "Artist – Song 9" in read(turned.response)
    assert "Artist – Song 10" not in read(turned.response)


async def test_the_first_page_has_no_previous_and_the_last_page_no_next(bot_env: BotEnv) -> None:
    await fill(bot_env, 12, bot_env.max)
    first = await bot_env.mia.slash(bot_env.channels["queue"], "queue")
    assert disabled(first) == ["Previous"]
    last = await bot_env.mia.click(asked(first), label="Next page")
    assert disabled(last) == ["Next page"]


async def test_a_page_that_is_gone_by_now_shows_the_last_one(bot_env: BotEnv) -> None:
    await fill(bot_env, 2, bot_env.max)
    assert "Artist – Song 1" in await press(bot_env, bot_env.mia, "queue:page:7")


async def test_refresh_shows_how_the_page_stands_now(bot_env: BotEnv) -> None:
    numbers = await fill(bot_env, 12, bot_env.max)
    page = await bot_env.mia.click(old_message(bot_env, "queue:page:1"), custom_id="queue:page:1")
    await bot_env.services.review.remove(bot_env.guild.id, someone(bot_env.rita), numbers[-1])
    again = await bot_env.mia.click(asked(page), label="Refresh")
    assert again.response is not None
    assert "Artist – Song 10" in read(again.response)
    assert "Artist – Song 11" not in read(again.response)
    assert "Artist – Song 0" in await press(bot_env, bot_env.mia, "queue:refresh")


async def test_my_place_tells_of_playing_waiting_and_pending_songs_and_of_none(bot_env: BotEnv) -> None:
    assert "You have no song in the queue. Use /submit" in await press(bot_env, bot_env.mia, "queue:mine")
    playing = await submit(bot_env, bot_env.mia, "First")
    await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    waiting, pending = (
        await submit(bot_env, bot_env.mia, "Second"),
        await submit(bot_env, bot_env.mia, "Third", skip=True),
    )
    text = await press(bot_env, bot_env.mia, "queue:mine")
    assert f"#{playing.number} **Artist – First** plays now." in text
    assert f"#{waiting.number} **Artist – Second**: place 1, Free" in text
    assert f"#{pending.number} **Artist – Third** waits until a reviewer approves it" in text


async def test_my_place_names_three_songs_and_counts_the_others(bot_env: BotEnv) -> None:
    await fill(bot_env, 5, bot_env.mia)
    text = await press(bot_env, bot_env.mia, "queue:mine")
    assert "Artist – Song 2" in text
    assert "Artist – Song 3" not in text
    assert "… and 2 more: see /mysubmissions." in text


async def test_away_keeps_the_place_and_is_said_in_why_here_until_one_is_back(bot_env: BotEnv) -> None:
    channel = bot_env.channels["submission"]
    await submit(bot_env, bot_env.mia, "Mine")
    assert "You are away now." in answer(await bot_env.mia.slash(channel, "away"))
    text = answer(await bot_env.mia.slash(channel, "queue"))
    assert "place 1" in text
    assert "You are away, so it is passed over until you use /away again." in text
    assert "Welcome back." in answer(await bot_env.mia.slash(channel, "away"))
    assert "You are away" not in answer(await bot_env.mia.slash(channel, "queue"))


async def test_the_fullest_page_with_the_worst_names_fits_what_discord_takes(bot_env: BotEnv) -> None:
    for number in range(30):
        name = f"{number}" + "*<_~|" * 20
        song = await submit(bot_env, bot_env.mia, name[:100], artist=("`*" * 50), skip=True)
        await bot_env.services.review.approve(bot_env.guild.id, someone(bot_env.rita), song.number)
    await bot_env.services.queue.play_next(bot_env.guild.id, someone(bot_env.rita))
    line_up = await bot_env.services.queue.line_up(bot_env.guild.id)
    assert queue_board(line_up).content_length() < CHARACTERS_OF_A_LAYOUT
    page = await bot_env.mia.slash(bot_env.channels["queue"], "queue")
    assert len(answer(page)) < CHARACTERS_OF_A_LAYOUT


def disabled(result: InteractionResult) -> list[str]:
    """The labels of the buttons that cannot be pressed."""
    rows = [row for part in asked(result).components for row in part.get("components", [])]
    buttons = [button for row in rows for button in row.get("components", [])]
    return [button["label"] for button in buttons if button.get("disabled")]
