"""Self-heal during a running show: each thing taken away in turn, and all at once, ends healed or told once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import discord
import pytest

from domain.submissions import Person
from tests.flows.boards import allow, backstage, board, delete, drawn, messages, submit, text_of
from tests.flows.desk import asked
from tests.flows.newcomers import MANAGE_CHANNELS
from tests.stage import BOT_PERMISSIONS, Stage, invited_with

BOARDS = [
    ("submission", "Send in your song"),
    ("queue", "The queue"),
    ("reviewer", "Reviewers' queue"),
    ("reviewer", "Pending skips"),
]
# A channel, and what it shows.
SHOWN = {
    "submission": ["portal"],
    "queue": ["public queue"],
    "reviewer": ["reviewers' queue", "pending skips"],
    "now_playing": ["now playing"],
}
SEND = ("view_channel", "send_messages", "read_message_history")
TAKEN = [("queue", name) for name in SEND] + [("now_playing", name) for name in (*SEND, "embed_links", "attach_files")]


async def begin(stage: Stage) -> None:
    """The show runs: one song plays, one waits, and all displays are there."""
    for title, who in (("First", "mia"), ("Second", "max")):
        await submit(stage, title, who=who)
    with backstage(stage) as services:
        await services.queue.play_next(stage.guild.id, Person(stage.rita.id, "rita"))
    await drawn(stage)


def told(stage: Stage, channel: str = "debug") -> list[str]:
    """The troubles that were told there."""
    return [text_of(message) for message in messages(stage, channel) if "⚠️" in message.content]


def check_boards(stage: Stage) -> None:
    """Each board is there once, and pinned."""
    for channel, heading in BOARDS:
        assert board(stage, channel, heading).pinned
    assert [len(messages(stage, name)) for name in SHOWN] == [1, 1, 2, 1]


@contextmanager
def nobody_sends_anything(stage: Stage) -> Iterator[None]:
    """A loop would go on sending."""

    def writes() -> int:
        return sum(one.method != "GET" for one in stage.env.http_requests)

    before = writes()
    yield
    assert writes() == before


@pytest.mark.parametrize(("channel", "heading"), BOARDS)
async def test_a_board_that_is_deleted_comes_back_once(stage: Stage, channel: str, heading: str) -> None:
    await begin(stage)
    delete(stage, board(stage, channel, heading))
    await drawn(stage)
    check_boards(stage)
    assert told(stage) == []
    with nobody_sends_anything(stage):
        await drawn(stage)


@pytest.mark.parametrize(("channel", "heading"), BOARDS)
async def test_a_pin_that_is_removed_comes_back_by_itself(stage: Stage, channel: str, heading: str) -> None:
    await begin(stage)
    old = board(stage, channel, heading)
    with stage.env._bot_scope():
        stage.env.backend.set_pinned(stage.channels[channel].id, old.id, pinned=False)
    await stage.env.advance_time(60)
    check_boards(stage)
    assert board(stage, channel, heading).id == old.id
    with nobody_sends_anything(stage):
        await drawn(stage)


@pytest.mark.parametrize("channel", SHOWN)
async def test_a_channel_that_is_deleted_is_told_once_for_each_display_in_it(stage: Stage, channel: str) -> None:
    await begin(stage)
    with stage.env._bot_scope():
        stage.env.backend.delete_channel(stage.channels[channel].id)
    for title, who in (("Third", "mia"), ("Fourth", "zoe")):
        await submit(stage, title, who=who)
        await drawn(stage)
    expected = [f"⚠️ The {name} cannot be shown. Its channel is gone." for name in SHOWN[channel]]
    assert sorted(text[: len(text) - len(" Pick another one with /setup.")] for text in told(stage)) == sorted(expected)
    with nobody_sends_anything(stage):
        await drawn(stage)


async def test_a_debug_channel_that_is_deleted_is_told_once_to_the_reviewers(stage: Stage) -> None:
    await begin(stage)
    with stage.env._bot_scope():
        stage.env.backend.delete_channel(stage.channels["debug"].id)
    await drawn(stage)
    await drawn(stage)
    assert told(stage, "reviewer") == ["⚠️ The debug channel is gone. Pick another one with /setup."]


async def test_a_debug_channel_that_is_closed_to_the_bot_is_told_once_to_the_reviewers(stage: Stage) -> None:
    await begin(stage)
    allow(stage, "debug", send_messages=False)
    await drawn(stage)
    await drawn(stage)
    [text] = told(stage, "reviewer")
    assert f"The debug channel cannot be used. The bot lacks Send Messages in <#{stage.channels['debug'].id}>" in text


async def test_a_staff_role_that_is_deleted_is_told_once_and_another_one_ends_that(stage: Stage) -> None:
    await begin(stage)
    with stage.env._bot_scope():
        stage.env.backend.delete_role(stage.guild.id, stage.staff_role.id)
    await stage.env.advance_time(1)
    [text] = told(stage)
    await drawn(stage)
    assert told(stage) == [text]
    assert "The staff role is gone" in text
    hosts = stage.guild.create_role("Hosts")
    await stage.boss.slash(stage.channels["debug"], "setup", staff_role=hosts)
    with stage.env._bot_scope():
        stage.env.backend.delete_role(stage.guild.id, hosts.id)
    await drawn(stage)
    assert len(told(stage)) == 2


@pytest.mark.parametrize(("channel", "permission"), TAKEN)
async def test_a_permission_that_is_taken_is_told_once_and_the_display_heals_when_it_is_back(
    stage: Stage, channel: str, permission: str
) -> None:
    await begin(stage)
    allow(stage, channel, **{permission: False})
    await submit(stage, "Third", who="mia")
    await drawn(stage)
    await drawn(stage)
    [text] = told(stage)
    assert permission.replace("_", " ").title() in text
    assert f"<#{stage.channels[channel].id}>" in text
    allow(stage, channel, **{permission: True})
    await drawn(stage)
    check_boards(stage)
    assert "Third" in text_of(board(stage, "queue", "The queue"))


async def test_a_bot_whose_role_lost_all_it_may_heals_when_it_is_back(stage: Stage) -> None:
    await begin(stage)
    everyone = discord.Permissions(use_application_commands=True).value
    with stage.env._bot_scope():
        stage.env.backend.edit_role(stage.guild.id, stage.guild.id, {"permissions": everyone})
        invited_with(stage.env, stage.guild, discord.Permissions.none())
    await submit(stage, "Third", who="mia")
    await drawn(stage)
    with nobody_sends_anything(stage):
        await drawn(stage)
    with stage.env._bot_scope():
        invited_with(stage.env, stage.guild, BOT_PERMISSIONS)
    await drawn(stage)
    check_boards(stage)
    assert "Third" in text_of(board(stage, "queue", "The queue"))


async def test_all_messages_and_pins_gone_at_once_come_back_once(stage: Stage) -> None:
    await begin(stage)
    backend = stage.env.backend
    with stage.env._bot_scope():
        backend.set_pinned(stage.channels["queue"].id, board(stage, "queue", "The queue").id, pinned=False)
        for name in ("submission", "reviewer"):
            backend.bulk_delete_messages(stage.channels[name].id, [one.id for one in messages(stage, name)])
    await drawn(stage)
    check_boards(stage)
    assert told(stage) == []


@pytest.mark.stage(permissions=MANAGE_CHANNELS)
async def test_everything_gone_at_once_is_told_once_and_one_press_brings_it_all_back(stage: Stage) -> None:
    hall = stage.guild.create_text_channel("hall")
    await begin(stage)
    with stage.env._bot_scope():
        for channel in stage.channels.values():
            stage.env.backend.delete_channel(channel.id)
        stage.env.backend.delete_role(stage.guild.id, stage.staff_role.id)
    for title, who in (("Third", "mia"), ("Fourth", "zoe")):
        await submit(stage, title, who=who)
        await drawn(stage)
    [notice] = hall.history()
    assert "Somebody with Manage Server sees and mends it with /setup" in notice.content
    with nobody_sends_anything(stage):
        await drawn(stage)
    panel = asked(await stage.boss.slash(hall, "setup"))
    await stage.boss.click(panel, label="Create everything for me")
    await stage.boss.click(panel, label="Go on without a staff role")
    await drawn(stage)
    made = {"submission": "submissions", "queue": "queue", "reviewer": "reviewers", "now_playing": "now-playing"}
    stage.channels |= {name: stage.guild.channels[real] for name, real in made.items()}
    for place, heading in BOARDS:
        assert board(stage, place, heading).pinned
    assert len(hall.history()) == 1
