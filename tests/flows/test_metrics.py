"""The post-live report on Discord: posted once whatever happens on the way, and again by /metrics."""

from __future__ import annotations

import asyncio
import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest

from domain.submissions import Person
from media import chart
from services import reports
from services.reports import Reports
from tests.bot_env import BotEnv
from tests.flows.display_checks import backstage, boss, drawn, messages
from tests.flows.reviewer_actions import answer
from tests.live_samples import Tape, crowd, hold_live, open_live
from tests.mutant import always_async

HOUR_SECONDS = 3600
STEPS = ["due", "posted", "read", "draw", "settle", *(("set_posted", part) for part in (1, 2, 3))]


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def quick_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real chart takes seconds where tests share the cores; those that look at it ask for it."""
    monkeypatch.setattr(reports, "draw", always_async(PNG))


@pytest.fixture
async def hall(bot_env: BotEnv) -> BotEnv:
    """The bot environment with a metrics channel."""
    bot_env.channels["metrics"] = bot_env.guild.create_text_channel("metrics")
    await use_channel(bot_env, str(bot_env.channels["metrics"].id))
    return bot_env


async def use_channel(bot_env: BotEnv, value: str) -> None:
    """Sets the metrics channel, or takes it away."""
    with backstage(bot_env) as services:
        await services.settings.change(bot_env.guild.id, boss(bot_env), {"metrics_channel": value})
    await bot_env.env.settle()


def an_hour_ago(bot_env: BotEnv, size: int = 3) -> Tape:
    """A LIVE that started an hour before now."""
    return crowd(bot_env.env.now() - timedelta(seconds=HOUR_SECONDS), size)


async def live_is_over(bot_env: BotEnv, size: int = 3) -> int:
    """A LIVE was held and is over now; returns its session's id."""
    with backstage(bot_env) as services:
        return await hold_live(services, bot_env.guild.id, an_hour_ago(bot_env, size), HOUR_SECONDS)


def footers(bot_env: BotEnv, channel: str = "metrics") -> list[str]:
    """The footers of the channel's messages, oldest first."""
    return [embed.footer.text or "" for message in messages(bot_env, channel) for embed in message.embeds]


def whole(session_id: int, parts: int) -> list[str]:
    """The footers of a report that was posted once."""
    return [f"session {session_id}, part {number}" for number in range(1, parts + 1)]


async def test_the_report_is_posted_by_itself_with_table_chart_and_file(
    hall: BotEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "draw", chart.draw)
    hall.env.settle_timeout = chart.LIMITS.seconds
    with backstage(hall) as services:
        await services.linking.link(hall.guild.id, Person(hall.mia.id, "mia"), "fan1")
    session_id = await live_is_over(hall)
    await drawn(hall)
    assert footers(hall) == whole(session_id, 2)
    summary, table = messages(hall, "metrics")
    assert "LIVE of @dj.night" in (summary.embeds[0].title or "")
    assert "Coins: **6**" in (summary.embeds[0].description or "")
    picture, file = summary.attachments
    cdn = hall.env.backend.cdn
    assert (cdn.get(picture.url) or b"").startswith(PNG)
    assert picture.size > 10_000
    assert "Viewers over" in (picture.description or "")
    rows = list(csv.reader(io.StringIO((cdn.get(file.url) or b"").decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["handle", "fan0", "fan1", "fan2"]
    assert rows[2][1:3] == ["mia", f"<@{hall.mia.id}>"]
    lines = table.content.split("\n")
    assert lines[1].split() == ["Handle", "Member", "Time", "Likes", "Com", "Shr", "Gift", "Coins"]
    assert lines[3].split() == ["fan1", "mia", "0m", "3", "0", "0", "1", "2"]


async def test_one_report_for_each_session_in_their_order(hall: BotEnv) -> None:
    made = [await live_is_over(hall) for _ in range(2)]
    await drawn(hall)
    await hall.restart()
    await drawn(hall)
    assert footers(hall) == [*whole(made[0], 2), *whole(made[1], 2)]


def die_at(monkeypatch: pytest.MonkeyPatch, step: str | tuple[str, int]) -> None:
    """Whoever comes to this step of a report ends there, as if the process was killed."""
    name, part = step if isinstance(step, tuple) else (step, None)
    real = getattr(Reports, name)

    async def dying(self: Reports, *given: Any) -> Any:  # noqa: ANN401  # stands for any of them
        if part is None or given[1] == part:
            raise asyncio.CancelledError
        return await real(self, *given)

    monkeypatch.setattr(Reports, name, dying)


@pytest.mark.parametrize("step", STEPS, ids=str)
async def test_one_report_also_when_the_process_is_killed_on_the_way(
    hall: BotEnv, monkeypatch: pytest.MonkeyPatch, step: str | tuple[str, int]
) -> None:
    with monkeypatch.context() as killed:
        die_at(killed, step)
        session_id = await live_is_over(hall, size=60)
        await drawn(hall)
        before = len(footers(hall))
    await hall.restart()
    await drawn(hall)
    assert before == (step[1] if isinstance(step, tuple) else 3 if step == "settle" else 0)
    assert footers(hall) == whole(session_id, 3)
    assert await hall.services.reports.due(hall.guild.id) == []


async def test_a_report_waits_while_discord_is_down_and_is_not_doubled(hall: BotEnv) -> None:
    hall.env.inject_error("POST", f"/channels/{hall.channels['metrics'].id}/messages", status=503, times=7)
    session_id = await live_is_over(hall)
    await drawn(hall)
    assert footers(hall) == whole(session_id, 2)


async def test_without_a_channel_reports_wait_and_no_more_than_three_come_later(bot_env: BotEnv) -> None:
    made = [await live_is_over(bot_env) for _ in range(5)]
    await drawn(bot_env)
    bot_env.channels["metrics"] = bot_env.guild.create_text_channel("metrics")
    await use_channel(bot_env, str(bot_env.channels["metrics"].id))
    await drawn(bot_env)
    assert footers(bot_env) == [one for session_id in made[-3:] for one in whole(session_id, 2)]


async def test_a_missing_permission_is_told_once_and_the_report_comes_when_it_is_mended(bot_env: BotEnv) -> None:
    everyone = discord.PermissionOverwrite(attach_files=False)
    bot_env.channels["metrics"] = bot_env.guild.create_text_channel(
        "m", overwrites={bot_env.guild.default_role: everyone}
    )
    await use_channel(bot_env, str(bot_env.channels["metrics"].id))
    session_id = await live_is_over(bot_env)
    await drawn(bot_env)
    (told,) = [message.content for message in messages(bot_env, "debug") if "report of a LIVE" in message.content]
    assert "Attach Files" in told
    bot_env.channels["metrics"] = bot_env.guild.create_text_channel("metrics")
    await use_channel(bot_env, str(bot_env.channels["metrics"].id))
    await drawn(bot_env)
    assert footers(bot_env) == whole(session_id, 2)


async def test_a_chart_that_cannot_be_drawn_stops_no_report(hall: BotEnv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "draw", chart.draw)
    monkeypatch.setattr(chart, "LIMITS", replace(chart.LIMITS, memory_bytes=2**26))
    session_id = await live_is_over(hall)
    await drawn(hall)
    assert footers(hall) == whole(session_id, 2)
    assert [file.filename for file in messages(hall, "metrics")[0].attachments] == [f"session-{session_id}.csv"]


async def test_a_live_with_two_thousand_accounts_floods_nobody(hall: BotEnv) -> None:
    session_id = await live_is_over(hall, size=2000)
    await drawn(hall)
    assert footers(hall) == whole(session_id, 6)
    assert "of 2,000 accounts. All are in the file" in messages(hall, "metrics")[-1].content


async def test_a_session_that_a_new_one_pushed_aside_is_reported_too(hall: BotEnv) -> None:
    with backstage(hall) as services:
        left_open = await open_live(services, hall.guild.id, an_hour_ago(hall))
        await services.live.opened(hall.guild.id, "other", 1, hall.env.now())
    await drawn(hall)
    assert footers(hall) == whole(left_open, 2)


async def test_metrics_posts_the_newest_report_again_for_all_to_see(hall: BotEnv) -> None:
    first, second = [await live_is_over(hall) for _ in range(2)]
    await drawn(hall)
    for session_id, options in ((second, {}), (first, {"session": first})):
        result = await hall.rita.slash(hall.channels["reviewer"], "metrics", **options)
        assert not any(message.ephemeral for message in result.followups)
        assert footers(hall, "reviewer")[-2:] == whole(session_id, 2)
    assert footers(hall) == [*whole(first, 2), *whole(second, 2)]


async def test_metrics_refuses_members_and_sessions_that_are_not_there_or_not_over(hall: BotEnv) -> None:
    channel = hall.channels["submission"]
    assert "No LIVE was followed here yet" in answer(await hall.rita.slash(channel, "metrics"))
    with backstage(hall) as services:
        running = await open_live(services, hall.guild.id, an_hour_ago(hall))
    assert "still going on" in answer(await hall.rita.slash(channel, "metrics"))
    assert "still going on" in answer(await hall.rita.slash(channel, "metrics", session=running))
    assert "no live session 4711" in answer(await hall.rita.slash(channel, "metrics", session=4711))
    assert "Only reviewers" in answer(await hall.mia.slash(channel, "metrics"))
    assert footers(hall, "submission") == []


async def test_metrics_suggests_the_newest_sessions_with_date_and_creator_to_reviewers(hall: BotEnv) -> None:
    made = [await live_is_over(hall) for _ in range(2)]
    choices = await hall.rita.autocomplete(hall.channels["reviewer"], "metrics", "session", "")
    assert [choice["value"] for choice in choices] == made[::-1]
    assert all("@dj.night" in choice["name"] and " UTC" in choice["name"] for choice in choices)
    assert await hall.mia.autocomplete(hall.channels["reviewer"], "metrics", "session", "") == []


async def test_members_of_whom_nobody_has_a_name_do_not_stop_the_report(hall: BotEnv) -> None:
    with backstage(hall) as services:
        await services.linking.link(hall.guild.id, Person(4711, "gone"), "fan1")
    await live_is_over(hall)
    await drawn(hall)
    assert "fan1   linked" in messages(hall, "metrics")[1].content


async def test_setup_knows_the_metrics_channel_and_what_it_needs(bot_env: BotEnv) -> None:
    channel = bot_env.guild.create_text_channel("numbers")
    report = answer(await bot_env.boss.slash(bot_env.channels["debug"], "setup", metrics=channel))
    assert f"✅ metrics: <#{channel.id}>" in report
    assert (await bot_env.services.settings.of(bot_env.guild.id)).metrics_channel == channel.id
