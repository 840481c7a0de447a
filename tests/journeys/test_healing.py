"""A show that loses what it stands on, over the wire: in turn, and all at once."""

from __future__ import annotations

from functools import partial

import pytest

from demo.cast import SET_UP
from standins.discord import Channel, Message, Permission
from tests.journeys.show import Show

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("journeys with healing")]
WITH_CHANNELS = 2251799813811280
BOARDS = [
    ("submission", "Send in your song"),
    ("queue", "The queue"),
    ("reviewer", "Reviewers' queue"),
    ("reviewer", "Pending skips"),
]


def boards(show: Show) -> list[Message]:
    """The boards that are there, pinned or not."""
    return [
        message
        for channel, heading in BOARDS
        for message in show.cast.channels[channel].public_messages()
        if heading in message.text
    ]


def more_than(channel: Channel, count: int) -> bool:
    """Whether there are more messages in the channel."""
    return len(channel.public_messages()) > count


async def healed(show: Show) -> None:
    """Waits until each board is there once and pinned, and nothing is sent any more."""
    await show.world.until(lambda: len([one for one in boards(show) if one.pinned]) == len(BOARDS), timeout=60)
    await show.world.quiet(2.5, timeout=60)
    assert len(boards(show)) == len(BOARDS)


async def test_boards_and_pins_that_are_taken_away_come_back_once(show: Show) -> None:
    owner = show.cast.stage.guild.owner
    await show.submit("Ana", "first-of-healing")
    await show.submit("Ben", "second-of-healing")
    await show.next()
    for place, heading in BOARDS:
        await owner.delete(show.cast.board(place, heading))
        await healed(show)
    for message in boards(show):
        await owner.unpin(message)
    await healed(show)
    for message in boards(show):
        await owner.delete(message)
    await healed(show)
    assert show.cast.channels["debug"].public_messages() == []


async def test_a_permission_that_is_taken_is_told_once_and_heals_when_it_is_back(show: Show) -> None:
    queue, bot, debug = show.cast.channels["queue"], show.cast.stage.guild.bot_role, show.cast.channels["debug"]
    for permission, name in (
        (Permission.SEND_MESSAGES, "Send Messages"),
        (Permission.READ_MESSAGE_HISTORY, "Read Message History"),
        (Permission.VIEW_CHANNEL, "View Channel"),
    ):
        told = len(debug.public_messages())
        queue.set_overwrite(bot, deny=permission)
        await show.submit("Cleo", f"without-{permission}")
        await show.world.until(partial(more_than, debug, told), timeout=60, what="the notice")
        await show.world.quiet(2.5, timeout=60)
        assert len(debug.public_messages()) == told + 1
        assert name in debug.public_messages()[-1].text
        queue.clear_overwrite(bot)
        await healed(show)
        await show.next()
        await show.next()
    await show.world.quiet(2.5, timeout=60)


async def test_everything_gone_at_once_is_told_once_and_the_panel_brings_it_back(show: Show) -> None:
    cast, world, guild = show.cast, show.world, show.cast.stage.guild
    chat, olga = cast.channels["chat"], cast.people["Olga"]
    before = len(chat.public_messages())
    guild.invite_bot(WITH_CHANNELS)
    for name in SET_UP:
        cast.channels[name].delete()
    assert cast.staff_role
    cast.staff_role.delete()
    await world.until(lambda: len(chat.public_messages()) > before, timeout=60, what="the notice")
    await world.quiet(3, timeout=60)
    [notice] = chat.public_messages()[before:]
    assert "Somebody with Manage Server sees and mends it with /setup" in notice.text
    panel = (await (await olga.slash(chat, "setup")).finished()).message
    assert panel
    assert panel.text.count("❌") == len(SET_UP) + 1
    await olga.press(panel, "Create everything for me")
    await olga.press(panel, "Go on without a staff role")
    await world.until(lambda: "Channels made: 7" in panel.text, timeout=60, what="the channels")
    made = {channel.name: channel for channel in guild.channels.values()}
    cast.channels |= {"submission": made["submissions"], "queue": made["queue"], "reviewer": made["reviewers"]}
    await healed(show)
    assert len(chat.public_messages()) == before + 1
