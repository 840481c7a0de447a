"""Discord did what the bot asked and then answered with an error, or not at all: nothing is there twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from standins.discord import Request
from tests.journeys.show import Show, played

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("journeys with lost answers")]
POST, EDIT = "/channels/{channel_id}/messages", "/channels/{channel_id}/messages/{message_id}"
_HOOK = "/webhooks/{webhook_id}/{token}"
ANSWERS = (("POST", _HOOK), ("PATCH", _HOOK + "/messages/@original"))


def _in(channel_id: int) -> Callable[[Request], bool]:
    def holds(request: Request) -> bool:
        return request.channel_id == channel_id

    return holds


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
@pytest.mark.parametrize("after_effect", [False, True], ids=["before", "after"])
async def test_a_song_is_shown_once_whatever_discord_answers(show: Show, status: int, *, after_effect: bool) -> None:
    place = show.cast.channels["now_playing"]
    await show.world.quiet(2.5, timeout=60)
    fault = show.world.faults.fail("POST", POST, status, after_effect=after_effect, where=_in(place.id))
    number = await show.submit("Ana", f"lost-{status}-{after_effect}")
    await show.next()
    await show.shown(number)
    await show.world.quiet(2.5, timeout=60)
    assert fault.left == 0
    assert played(place).count(number) == 1


async def test_edits_of_old_messages_that_discord_slows_down_come_through(show: Show) -> None:
    queue = show.cast.channels["queue"]
    await show.world.quiet(2.5, timeout=60)
    fault = show.world.faults.fail("PATCH", EDIT, 429, code=30046, times=2, where=_in(queue.id))
    number = await show.submit("Ben", "slowed")
    board = show.cast.board("queue", "The queue")
    await show.world.until(lambda: f"#{number} " in board.text, timeout=60, what="the queue")
    assert fault.left == 0
    assert [message.id for message in queue.public_messages() if "The queue" in message.text] == [board.id]
    await show.next()


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_receipt_comes_once_though_its_answer_was_lost(show: Show, status: int) -> None:
    cleo, bot_env = show.cast.people["Cleo"], show.cast.stage
    faults = [show.world.faults.fail(*answer, status, after_effect=True) for answer in ANSWERS]
    number = await show.submit("Cleo", f"receipt-{status}")
    await show.world.quiet(2.5, timeout=60)
    assert sum(fault.met for fault in faults) == 1
    show.world.faults.clear()
    mine = [one.text for one in bot_env.messages.values() if one.visible_to == cleo.id]
    assert sum(f"#{number} " in text for text in mine) == 1
    assert f"#{number} " in (await show.next()).text
