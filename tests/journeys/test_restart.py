"""A polite end and a new start: nothing of what people see stops working."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests.journeys.show import LINKS, Show, receipt

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("journeys with a restart")]


async def test_a_restart_ends_with_0_and_old_buttons_and_open_forms_are_answered(show: Show) -> None:
    cast, ana = show.cast, show.cast.people["Ana"]
    portal, board = cast.board("submission", "Send in your song"), cast.board("reviewer", "Reviewers' queue")
    mine = await ana.slash(cast.stage, "submitlink", link=LINKS + "first", artist="Ana", title="First")
    number = receipt((await mine.finished()).text)
    form = (await ana.press(portal, "Submit")).modal

    started = time.monotonic()
    assert await show.stop() == 0
    assert time.monotonic() - started < 5
    await show.start()

    late = await ana.fill(form, {"Title": "Lost", "Link": LINKS + "lost"})
    assert late.text.startswith("The bot was restarted while this form was open. Nothing changed.")
    assert mine.message is not None
    assert f"#{number} " in (await (await ana.press(mine.message, "Why here?")).finished()).text
    assert (await ana.press(portal, "Submit")).modal is not None
    assert f"Now playing: #{number} " in (await (await cast.people["Rita"].press(board, "Next")).finished()).text
    await show.shown(number)


async def test_the_bot_ends_with_0_also_while_it_works(show: Show) -> None:
    for name in ("Ben", "Cleo", "Dan"):
        await show.submit(name, name)
        await show.next()
    started = time.monotonic()
    assert await show.stop() == 0
    assert time.monotonic() - started < 5
    await show.start()


async def test_ctrl_c_stops_the_bot(show: Show) -> None:
    await show.submit("Eve", "kept")
    started = time.monotonic()
    os.kill(show.bot.pid, signal.SIGINT)
    assert await show.bot.ended() == 0
    assert time.monotonic() - started < 5
    await show.world.bot_gone()
    await show.start()
    assert "kept" in await show.cast.command("Eve", "mysubmissions")
