"""Trouble on Discord's side: errors, a lost connection, permissions that are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from standins.discord import Permission, Request
from tests.journeys.show import Show, played

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("journeys with trouble")]
POST, EDIT = "/channels/{channel_id}/messages", "/channels/{channel_id}/messages/{message_id}"
BOARDS = {
    "submission": ["Send in your song"],
    "queue": ["The queue"],
    "reviewer": ["Reviewers' queue", "Pending skips"],
}


async def test_a_permission_that_is_missing_is_named_in_the_answer_of_setup(show: Show) -> None:
    channel, bot_role = show.cast.channels["now_playing"], show.cast.stage.guild.bot_role
    channel.set_overwrite(bot_role, deny=Permission.ATTACH_FILES)
    try:
        [line] = [line for line in (await show.cast.setup()).splitlines() if channel.mention in line]
        assert "Attach Files" in line
    finally:
        channel.clear_overwrite(bot_role)
    await show.world.quiet()


async def test_a_lost_connection_loses_nothing_and_posts_nothing_twice(show: Show) -> None:
    resumes, identifies = show.world.gateway.resumes, show.world.gateway.identifies
    show.world.gateway.close(4000)
    number = await show.submit("Ana", "dropped-line")
    assert show.world.gateway.resumes == resumes + 1
    show.world.gateway.invalidate()
    await show.world.until(lambda: show.world.gateway.identifies > identifies, timeout=30, what="a new session")
    await show.world.bot_ready()
    assert f"Now playing: #{number} " in (await show.next()).text
    await show.shown(number)
    _check_nothing_is_doubled(show)


async def test_errors_of_discord_are_got_over_and_post_nothing_twice(show: Show) -> None:
    world, channels = show.world, show.cast.channels
    await world.quiet(2.5, timeout=60)
    faults = [
        # Discord did what was asked, and its answer got lost on the way: the worst kind for who counts.
        world.faults.fail("POST", POST, 502, after_effect=True, times=2, where=_in(channels["now_playing"].id)),
        world.faults.fail("PATCH", EDIT, 500, times=2, where=_in(channels["queue"].id)),
        world.faults.fail("POST", POST, 429, where=_in(channels["bookmarks"].id)),
        world.faults.cut("PATCH", EDIT, where=_in(channels["reviewer"].id)),
    ]
    number = await show.submit("Ben", "stormy")
    await show.next()
    await show.cast.people["Rita"].slash(channels["reviewer"], "next")
    board = show.cast.board("reviewer", "Reviewers' queue")
    again = await show.submit("Cleo", "calm")
    await show.next()
    await show.cast.people["Rita"].press(board, "Bookmark")
    await show.shown(number)
    await world.until(lambda: channels["bookmarks"].public_messages(), timeout=60, what="the bookmark")
    await world.until(lambda: f"#{again} " in show.cast.board("queue", "The queue").text, timeout=60, what="the queue")
    await world.quiet(2.5, timeout=60)
    assert [fault.left for fault in faults] == [0, 0, 0, 0]
    assert len(channels["bookmarks"].public_messages()) == 1
    _check_nothing_is_doubled(show)


def _in(channel_id: int) -> Callable[[Request], bool]:
    def holds(request: Request) -> bool:
        return request.channel_id == channel_id

    return holds


def _check_nothing_is_doubled(show: Show) -> None:
    assert set(Counter(played(show.cast.channels["now_playing"])).values()) <= {1}
    for channel, headings in BOARDS.items():
        texts = [message.text for message in show.cast.channels[channel].public_messages()]
        assert [sum(heading in text for text in texts) for heading in headings] == [1] * len(headings)
