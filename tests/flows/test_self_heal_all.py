"""Self-heal during a running show: each thing taken away in turn, and all at once, ends healed or told once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import discord
import pytest

from domain.submissions import Person
from tests.bot_env import BOT_PERMISSIONS, BotEnv, invited_with
from tests.flows.display_checks import allow, backstage, board, delete, drawn, messages, submit, text_of
from tests.flows.new_server import MANAGE_CHANNELS
from tests.flows.reviewer_actions import asked

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


async def begin(bot_env: BotEnv) -> None:
    """The show runs: one song plays, one waits, and all displays are there."""
    for title, who in (("First", "mia"), ("Second", "max")):
        await submit(bot_env, title, who=who)
    with backstage(bot_env) as services:
        await services.queue.play_next(bot_env.guild.id, Person(bot_env.rita.id, "rita"))
    await drawn(bot_env)


def told(bot_env: BotEnv, channel: str = "debug") -> list[str]:
    """The troubles that were told there."""
    return [text_of(message) for message in messages(bot_env, channel) if "⚠️" in message.content]


def check_boards(bot_env: BotEnv) -> None:
    """Each board is there once, and pinned."""
    for channel, heading in BOARDS:
        assert board(bot_env, channel, heading).pinned
    assert [len(messages(bot_env, name)) for name in SHOWN] == [1, 1, 2, 1]


@contextmanager
def nobody_sends_anything(bot_env: BotEnv) -> Iterator[None]:
    """A loop would go on sending."""

    def writes() -> int:
        return sum(one.method != "GET" for one in bot_env.env.http_requests)

    before = writes()
    yield
    assert writes() == before


@pytest.mark.parametrize(("channel", "heading"), BOARDS)
async def test_a_board_that_is_deleted_comes_back_once(bot_env: BotEnv, channel: str, heading: str) -> None:
    await begin(bot_env)
    delete(bot_env, board(bot_env, channel, heading))
    await drawn(bot_env)
    check_boards(bot_env)
    assert told(bot_env) == []
    with nobody_sends_anything(bot_env):
        await drawn(bot_env)


@pytest.mark.parametrize(("channel", "heading"), BOARDS)
async def test_a_pin_that_is_removed_comes_back_by_itself(bot_env: BotEnv, channel: str, heading: str) -> None:
    await begin(bot_env)
    old = board(bot_env, channel, heading)
    with bot_env.env._bot_scope():
        bot_env.env.backend.set_pinned(bot_env.channels[channel].id, old.id, pinned=False)
    await bot_env.env.advance_time(60)
    check_boards(bot_env)
    assert board(bot_env, channel, heading).id == old.id
    with nobody_sends_anything(bot_env):
        await drawn(bot_env)


@pytest.mark.parametrize("channel", SHOWN)
async def test_a_channel_that_is_deleted_is_told_once_for_each_display_in_it(bot_env: BotEnv, channel: str) -> None:
    await begin(bot_env)
    with bot_env.env._bot_scope():
        bot_env.env.backend.delete_channel(bot_env.channels[channel].id)
    for title, who in (("Third", "mia"), ("Fourth", "zoe")):
        await submit(bot_env, title, who=who)
        await drawn(bot_env)
    expected = [f"⚠️ The {name} cannot be shown. Its channel is gone." for name in SHOWN[channel]]
    assert sorted(text[: len(text) - len(" Pick another one with /setup.")] for text in told(bot_env)) == sorted(
        expected
    )
    with nobody_sends_anything(bot_env):
        await drawn(bot_env)


async def test_a_debug_channel_that_is_deleted_is_told_once_to_the_reviewers(bot_env: BotEnv) -> None:
    await begin(bot_env)
    with bot_env.env._bot_scope():
        bot_env.env.backend.delete_channel(bot_env.channels["debug"].id)
    await drawn(bot_env)
    await drawn(bot_env)
    assert told(bot_env, "reviewer") == ["⚠️ The debug channel is gone. Pick another one with /setup."]


async def test_a_debug_channel_that_is_closed_to_the_bot_is_told_once_to_the_reviewers(bot_env: BotEnv) -> None:
    await begin(bot_env)
    allow(bot_env, "debug", send_messages=False)
    await drawn(bot_env)
    await drawn(bot_env)
    [text] = told(bot_env, "reviewer")
    assert f"The debug channel cannot be used. The bot lacks Send Messages in <#{bot_env.channels['debug'].id}>" in text


async def test_a_staff_role_that_is_deleted_is_told_once_and_another_one_ends_that(bot_env: BotEnv) -> None:
    await begin(bot_env)
    with bot_env.env._bot_scope():
        bot_env.env.backend.delete_role(bot_env.guild.id, bot_env.staff_role.id)
    await bot_env.env.advance_time(1)
    [text] = told(bot_env)
    await drawn(bot_env)
    assert told(bot_env) == [text]
    assert "The staff role is gone" in text
    hosts = bot_env.guild.create_role("Hosts")
    await bot_env.boss.slash(bot_env.channels["debug"], "setup", staff_role=hosts)
    with bot_env.env._bot_scope():
        bot_env.env.backend.delete_role(bot_env.guild.id, hosts.id)
    await drawn(bot_env)
    assert len(told(bot_env)) == 2


@pytest.mark.parametrize(("channel", "permission"), TAKEN)
async def test_a_permission_that_is_taken_is_told_once_and_the_display_heals_when_it_is_back(
    bot_env: BotEnv, channel: str, permission: str
) -> None:
    await begin(bot_env)
    allow(bot_env, channel, **{permission: False})
    await submit(bot_env, "Third", who="mia")
    await drawn(bot_env)
    await drawn(bot_env)
    [text] = told(bot_env)
    assert permission.replace("_", " ").title() in text
    assert f"<#{bot_env.channels[channel].id}>" in text
    allow(bot_env, channel, **{permission: True})
    await drawn(bot_env)
    check_boards(bot_env)
    assert "Third" in text_of(board(bot_env, "queue", "The queue"))


async def test_a_bot_whose_role_lost_all_it_may_heals_when_it_is_back(bot_env: BotEnv) -> None:
    await begin(bot_env)
    everyone = discord.Permissions(use_application_commands=True).value
    with bot_env.env._bot_scope():
        bot_env.env.backend.edit_role(bot_env.guild.id, bot_env.guild.id, {"permissions": everyone})
        invited_with(bot_env.env, bot_env.guild, discord.Permissions.none())
    await submit(bot_env, "Third", who="mia")
    await drawn(bot_env)
    with nobody_sends_anything(bot_env):
        await drawn(bot_env)
    with bot_env.env._bot_scope():
        invited_with(bot_env.env, bot_env.guild, BOT_PERMISSIONS)
    await drawn(bot_env)
    check_boards(bot_env)
    assert "Third" in text_of(board(bot_env, "queue", "The queue"))


async def test_all_messages_and_pins_gone_at_once_come_back_once(bot_env: BotEnv) -> None:
    await begin(bot_env)
    backend = bot_env.env.backend
    with bot_env.env._bot_scope():
        backend.set_pinned(bot_env.channels["queue"].id, board(bot_env, "queue", "The queue").id, pinned=False)
        for name in ("submission", "reviewer"):
            backend.bulk_delete_messages(bot_env.channels[name].id, [one.id for one in messages(bot_env, name)])
    await drawn(bot_env)
    check_boards(bot_env)
    assert told(bot_env) == []


@pytest.mark.bot_env(permissions=MANAGE_CHANNELS)
async def test_everything_gone_at_once_is_told_once_and_one_press_brings_it_all_back(bot_env: BotEnv) -> None:
    hall = bot_env.guild.create_text_channel("hall")
    await begin(bot_env)
    with bot_env.env._bot_scope():
        for channel in bot_env.channels.values():
            bot_env.env.backend.delete_channel(channel.id)
        bot_env.env.backend.delete_role(bot_env.guild.id, bot_env.staff_role.id)
    for title, who in (("Third", "mia"), ("Fourth", "zoe")):
        await submit(bot_env, title, who=who)
        await drawn(bot_env)
    [notice] = hall.history()
    assert "Somebody with Manage Server sees and mends it with /setup" in notice.content
    with nobody_sends_anything(bot_env):
        await drawn(bot_env)
    panel = asked(await bot_env.boss.slash(hall, "setup"))
    await bot_env.boss.click(panel, label="Create everything for me")
    await bot_env.boss.click(panel, label="Go on without a staff role")
    await drawn(bot_env)
    made = {"submission": "submissions", "queue": "queue", "reviewer": "reviewers", "now_playing": "now-playing"}
    bot_env.channels |= {name: bot_env.guild.channels[real] for name, real in made.items()}
    for place, heading in BOARDS:
        assert board(bot_env, place, heading).pinned
    assert len(hall.history()) == 1
