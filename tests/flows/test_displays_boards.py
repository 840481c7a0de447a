"""The boards: one of each, pinned, and soon up to date, at a pace that Discord allows."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from displays import worker
from tests.bot_env import BotEnv
from tests.flows.display_checks import backstage, board, boss, drawn, messages, sent, submit, text_of

KINDS = {
    "portal": ("submission", "Send in your song"),
    "public queue": ("queue", "The queue"),
    "reviewer queue": ("reviewer", "Reviewers' queue"),
    "pending skips": ("reviewer", "Pending skips"),
}


async def test_every_board_is_posted_once_pinned_and_without_discords_note_about_the_pin(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    for channel, heading in KINDS.values():
        assert board(bot_env, channel, heading).pinned
    assert [len(messages(bot_env, name)) for name in ("submission", "queue", "reviewer")] == [1, 1, 2]


async def test_the_boards_show_what_is_in_line_what_plays_and_what_is_to_approve(bot_env: BotEnv) -> None:
    await submit(bot_env, "First", who="mia")
    await submit(bot_env, "Second", who="max", note="for my mother")
    await submit(bot_env, "Third", who="zoe", skip=True)
    with backstage(bot_env) as services:
        await services.points.adjust(bot_env.guild.id, boss(bot_env), boss(bot_env), 5, "test")
    with backstage(bot_env) as services:
        await services.linking.link(bot_env.guild.id, boss(bot_env), "boss_on_tiktok")
    with backstage(bot_env) as services:
        await services.queue.play_next(bot_env.guild.id, boss(bot_env))
    await drawn(bot_env)
    public = text_of(board(bot_env, *KINDS["public queue"]))
    assert "Now: #1 **Band – First** by mia" in public
    assert "1\\. #2 **Band – Second** · Free" in public
    reviewers = text_of(board(bot_env, *KINDS["reviewer queue"]))
    assert "bandcamp.com" in reviewers
    assert "max" in reviewers
    assert "for my mother" in reviewers
    assert "Third" in text_of(board(bot_env, *KINDS["pending skips"]))


async def test_the_reviewers_see_handles_and_points_by_origin_of_each_member(bot_env: BotEnv) -> None:
    await submit(bot_env, "First", who="mia")
    mia = (await bot_env.services.queue.line_up(bot_env.guild.id)).order[0].member
    with backstage(bot_env) as services:
        await services.linking.link(bot_env.guild.id, mia, "mia_sings")
    with backstage(bot_env) as services:
        await services.points.adjust(bot_env.guild.id, boss(bot_env), mia, 1234, "won the quiz")
    await drawn(bot_env)
    text = text_of(board(bot_env, *KINDS["reviewer queue"]))
    assert "@mia\\_sings" in text
    assert "🛠️ 1,234 staff" in text


async def test_the_buttons_about_skips_name_the_oldest_one(bot_env: BotEnv) -> None:
    await submit(bot_env, "Waits", who="mia", skip=True)
    await drawn(bot_env)
    result = await bot_env.rita.click(board(bot_env, *KINDS["reviewer queue"]), label="Approve #1")
    assert result.ephemeral
    assert not (await bot_env.services.queue.line_up(bot_env.guild.id)).pending


async def test_names_full_of_markdown_fill_every_board_to_its_limit_and_not_beyond(bot_env: BotEnv) -> None:
    with backstage(bot_env) as services:
        await services.settings.change(bot_env.guild.id, boss(bot_env), {"limit_free": "0", "limit_pending": "0"})
    for number in range(25):
        for skip in (False, True):
            name = f"{number}{skip}" + "*_`~|<@[](://" * 20
            await submit(bot_env, name, artist="*" * 300, note="_" * 300, skip=skip)
    await drawn(bot_env)
    for channel, heading in KINDS.values():
        text = text_of(board(bot_env, channel, heading))
        assert len(text) <= 4000
    assert "more." in text_of(board(bot_env, *KINDS["pending skips"]))
    assert "more." in text_of(board(bot_env, *KINDS["reviewer queue"]))


async def test_a_board_that_would_look_the_same_is_not_edited(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    before = len(sent(bot_env, "PATCH"))
    with backstage(bot_env) as services:
        await services.linking.link(bot_env.guild.id, boss(bot_env), "nobody_in_line")
    await drawn(bot_env)
    assert len(sent(bot_env, "PATCH")) == before


async def test_a_board_whose_id_was_never_stored_is_found_again_after_a_kill(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    before = {message.id for name in ("submission", "queue", "reviewer") for message in messages(bot_env, name)}
    for kind in KINDS:
        await bot_env.services.outbox.forget_place(bot_env.guild.id, kind)
    await bot_env.restart()
    await drawn(bot_env)
    after = {message.id for name in ("submission", "queue", "reviewer") for message in messages(bot_env, name)}
    assert after == before
    places = await bot_env.services.outbox.places(bot_env.guild.id)
    assert {place.message_id for place in places.values()} == before


async def test_of_two_copies_the_stored_one_stays(bot_env: BotEnv) -> None:
    await drawn(bot_env)
    places = await bot_env.services.outbox.places(bot_env.guild.id)
    await bot_env.services.outbox.forget_place(bot_env.guild.id, "public queue")
    bot_env.env.backend.set_pinned(places["public queue"].channel_id, places["public queue"].message_id, pinned=False)
    hidden = bot_env.env.backend.messages[places["public queue"].channel_id].pop(places["public queue"].message_id)
    await bot_env.restart()
    await drawn(bot_env)
    bot_env.env.backend.messages[hidden.channel_id][hidden.id] = hidden
    await bot_env.boss.slash(bot_env.channels["debug"], "selfheal")
    newer = (await bot_env.services.outbox.places(bot_env.guild.id))["public queue"].message_id
    assert [message.id for message in messages(bot_env, "queue")] == [newer]


@pytest.mark.usefixtures("real_pace")
async def test_ten_changes_a_second_for_a_minute_keep_each_board_one_gap_behind_within_discords_limit(
    bot_env: BotEnv,
) -> None:
    await drawn(bot_env)
    with backstage(bot_env) as services:
        await services.settings.change(bot_env.guild.id, boss(bot_env), {"limit_free": "0", "limit_pending": "0"})
    await drawn(bot_env)
    edits: dict[str, list[float]] = defaultdict(list)
    changed_at: list[float] = []
    lag: dict[str, float] = defaultdict(float)
    seen = len(bot_env.env.http_requests)
    for tick in range(600):
        now = tick / 10
        await submit(bot_env, f"Song {tick}", who="mia", skip=tick % 2 == 0)
        changed_at.append(now)
        await bot_env.env.advance_time(0.1)
        for one in bot_env.env.http_requests[seen:]:
            if one.method in {"PATCH", "POST"} and "/messages" in one.path:
                edits[one.path.split("/")[2]].append(now)
        seen = len(bot_env.env.http_requests)
        for kind in ("public queue", "reviewer queue"):
            shown = int(re.findall(r"(\d+) (?:songs? )?in line", text_of(board(bot_env, *KINDS[kind])))[0])
            newest_shown = 2 * shown - 1 if shown else 0  # every second song goes straight into line
            lag[kind] = max(lag[kind], now - changed_at[min(newest_shown, tick)])
    for times in edits.values():  # three in six seconds; on a busy machine one is seen up to half a second late
        assert all(sum(1 for one in times if start <= one < start + 5.5) <= 3 for start in times)
    public, reviewers = str(bot_env.channels["queue"].id), str(bot_env.channels["reviewer"].id)
    assert len(edits[public]) >= 25
    assert len(edits[reviewers]) >= 25
    slack = worker.WAIT_SECONDS + 0.3
    assert lag["public queue"] <= worker.GAP_SECONDS + slack
    assert lag["reviewer queue"] <= 2 * worker.GAP_SECONDS + slack  # it shares its channel with the pending skips


async def test_changes_that_stop_leave_the_newest_state_on_every_board(bot_env: BotEnv) -> None:
    for number in range(12):
        await submit(bot_env, f"Song {number}", who=("mia", "max", "zoe", "rita")[number % 4], skip=True)
    await drawn(bot_env)
    assert "12 to approve" in text_of(board(bot_env, *KINDS["reviewer queue"]))
    assert "5 more." in text_of(board(bot_env, *KINDS["pending skips"]))
