"""The bot is busy, stops, or is asked for what it does not know: everybody who asked reads a sentence."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from standins.discord import Reply, interactions
from tests.journeys.show import LINKS, Show, open_show, receipt

EDIT = "/channels/{channel_id}/messages/{message_id}"
BUSY_SECONDS = 1.7  # SQLite waits for 2 s before the bot refuses
IN_USE = "the database cannot be used: database is locked"


@asynccontextmanager
async def held(show: Show) -> AsyncIterator[sqlite3.Connection]:
    """Another program holds the database while inside."""
    other = sqlite3.connect(show.bot.data_dir / "music_queue.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        other.close()


async def when_busy(show: Show, *asked: Any) -> list[Reply]:  # noqa: ANN401
    """What everybody reads who asks at the same moment, while the database is held for a while."""
    async with held(show):
        waiting = [asyncio.ensure_future(one) for one in asked]
        await asyncio.sleep(BUSY_SECONDS)
    return [await (await one).finished() for one in waiting]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.xdist_group("journeys with a busy bot")
async def test_while_the_database_is_busy_every_press_and_command_is_deferred_for_its_person_and_answered(
    show: Show,
) -> None:
    number = await show.submit("Ana", "busy")
    await show.world.quiet(2.5, timeout=60)
    people, bot_env, follower_env = show.cast.people, show.cast.stage, show.cast.channels["reviewer"]
    queue = show.cast.board("queue", "The queue")
    played, place, page, points, away = await when_busy(
        show,
        people["Rita"].slash(follower_env, "next"),
        people["Ana"].press(queue, "My place"),
        people["Ben"].press(queue, "Refresh"),
        people["Olga"].slash(bot_env, "adjustpoints", member=people["Dan"], amount=3, reason="busy"),
        people["Cleo"].slash(bot_env, "away"),
    )
    assert all(reply.ephemeral and not reply.followups for reply in (played, place, page, points, away))
    assert played.deferred
    assert place.deferred
    assert f"Now playing: #{number} " in played.text
    assert "#" in place.text or "no song" in place.text
    assert "queue" in page.text
    assert "Dan: +3 points" in points.text
    assert "You are away now" in away.text


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.xdist_group("journeys with a busy bot")
async def test_a_form_that_could_not_open_in_time_is_told_in_a_sentence(show: Show) -> None:
    await show.world.quiet(2.5, timeout=60)
    submit, first = await when_busy(
        show,
        show.cast.people["Ben"].slash(show.cast.stage, "submit"),
        show.cast.people["Ben"].slash(show.cast.stage, "points"),
    )
    assert "too busy to open the form in time. Nothing changed. Open it again." in submit.text
    assert "points" in first.text
    again = await show.cast.people["Ben"].slash(show.cast.stage, "submit")
    assert again.modal is not None


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.xdist_group("journeys with a busy bot")
@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"name": "dance", "type": 1}, "does not know this command"),
        ({"name": "Dance to it", "type": 3, "target_id": "1", "resolved": {}}, "does not know this command"),
        ({"name": "tiktok", "type": 1}, "does not fit the command"),
        ({"name": "tiktok", "type": 1, "options": [{"name": "dance", "type": 1}]}, "does not know this command"),
        ({"name": "submitlink", "type": 1}, "does not fit the command"),
        ({"name": "submitlink", "type": 1, "options": [{"name": "skip", "type": 3, "value": "x"}]}, "does not fit"),
    ],
)
async def test_an_unknown_command_and_a_missing_option_are_told_in_a_sentence(
    show: Show, data: dict[str, Any], says: str
) -> None:
    ana = show.cast.people["Ana"]
    asked = show.world.desk.open(interactions.COMMAND, ana, show.cast.stage, {"id": "1", **data})
    reply = await (await Reply(asked).arrived()).finished()
    assert says in reply.text
    assert "Nothing changed." in reply.text
    assert reply.ephemeral


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.xdist_group("journeys with a busy bot")
async def test_after_one_503_a_board_waits_seconds(show: Show) -> None:
    place = show.cast.channels["queue"]
    await show.world.quiet(2.5, timeout=60)
    fault = show.world.faults.fail("PATCH", EDIT, 503, where=lambda request: request.channel_id == place.id)
    number, started = await show.submit("Dan", "after-a-503"), time.monotonic()
    board = show.cast.board("queue", "The queue")
    await show.world.until(lambda: f"#{number} " in board.text, timeout=60, what="the queue")
    assert fault.left == 0
    assert time.monotonic() - started < 14


async def test_handlers_that_still_wait_when_the_bot_stops_say_so_and_log_no_error_each(tmp_path: Path) -> None:
    async with open_show(tmp_path, expected=IN_USE) as show:
        number = await show.submit("Ana", "before-the-end")
        await show.world.quiet(2.5, timeout=60)
        fans = [show.cast.people[name] for name in ("Ben", "Cleo", "Dan", "Eve", "Finn", "Gia", "Hugo", "Ida")]
        async with held(show):
            waiting = [
                asyncio.ensure_future(
                    fan.slash(show.cast.stage, "submitlink", link=f"{LINKS}late", artist=fan.name, title="Late")
                )
                for fan in fans
            ]
            replies = [await one for one in waiting]
            assert await show.bot.stop() == 0
        await show.world.bot_gone()
        texts = [reply.text for reply in replies]
        told = [text for text in texts if "The bot is stopped or restarted right now. Nothing changed." in text]
        refused = [text for text in texts if "Another program keeps the bot from its data. Nothing changed." in text]
        assert len(told) + len(refused) == len(fans)
        assert len(told) >= len(fans) - 3
        await show.start()
        assert (
            receipt(await show.cast.command("Ben", "submitlink", link=f"{LINKS}x", artist="B", title="X")) == number + 1
        )
