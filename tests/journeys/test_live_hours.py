"""A LIVE of four hours played at speed, and one that falls silent: one session, one report, and every figure right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from domain.follow import FollowState, TroubleKind
from domain.live_events import EndReason
from services.reports import Report
from standins.tiktok import Event, Kind, Player, TikTok
from standins.tiktok.generator import generate
from standins.tiktok.script_messages import user_id_of
from tests.journeys.supervisor_env import GUILD, STARTS_AT, SupervisorEnv
from views.report.table import csv_file

pytestmark = pytest.mark.xdist_group("hours of a LIVE")
SECONDS, MINUTE = 4 * 3600, 60
PER_SECOND, VIEWERS, SEED = 1.2, 150, 11
LONGEST_GAP_MS = 300_000
FIGURES = {
    "likes": Kind.LIKE,
    "comments": Kind.COMMENT,
    "shares": Kind.SHARE,
    "follows": Kind.FOLLOW,
    "joins": Kind.JOIN,
    "coins": Kind.GIFT,
}


@pytest.fixture
def supervisor_env(tmp_path: Path) -> SupervisorEnv:
    """A folder without data."""
    return SupervisorEnv(tmp_path)


def recording() -> list[Event]:
    """Four hours: the usual mix, the number of viewers each minute, now and then a share and a follow."""
    enough = int(SECONDS * PER_SECOND * 1.1)
    events = [one for one in generate(SEED, enough, viewers=VIEWERS, per_second=PER_SECOND) if one.at < SECONDS]
    for minute in range(SECONDS // MINUTE):
        events.append(Event(minute * MINUTE, "viewers", {"now": 100 + minute % 37, "so_far": minute * 50}))
        who = {"who": f"viewer_{minute % VIEWERS + 1:05d}"}
        events += [Event(minute * MINUTE + 7, "share", who), Event(minute * MINUTE + 9, "follow", who)]
    return sorted(events, key=lambda one: one.at)


def with_troubles(events: Sequence[Event]) -> Iterator[Event]:
    """Drops a quarter of the time apart, and some messages twice."""
    drops = {
        SECONDS // 4: {"code": 1006},
        SECONDS // 2: {"code": 1000},
        SECONDS * 3 // 4: {"code": 1006, "reset": True},
    }
    for before, event in pairwise([Event(0, "", {}), *events]):
        for at, how in drops.items():
            if before.at < at <= event.at:
                yield Event(at, "again", {"last": 50})
                yield Event(at, "drop", how)
        yield event


def watched_seconds(events: Sequence[Event]) -> dict[str, int]:
    """How long each viewer was there: the gaps between what they did, as far as they are within five minutes."""
    times: dict[str, list[int]] = {}
    for event in events:
        if "who" in event.fields:
            times.setdefault(event.text("who"), []).append(int((STARTS_AT.timestamp() + event.at) * 1000))
    gaps = {who: [later - at for at, later in pairwise(seen)] for who, seen in times.items()}
    return {who: sum(gap for gap in each if gap <= LONGEST_GAP_MS) // 1000 for who, each in gaps.items()}


def rows(report: Report) -> dict[str, dict[str, str]]:
    """The report's table, as it is attached, by handle."""
    text = csv_file(report.accounts, {}).decode("utf-8-sig")
    return {row["handle"]: row for row in csv.DictReader(io.StringIO(text))}


async def test_four_hours_with_drops_and_a_restart_are_one_session_and_one_report_with_all_figures(
    supervisor_env: SupervisorEnv,
) -> None:
    events = recording()
    played = list(with_troubles(events))
    half = len(played) * 5 // 8
    async with TikTok(now=lambda: supervisor_env.now().timestamp()) as tiktok:
        live = tiktok.creator("nova").go_live(history_size=300, replay_size=100)
        supervisor_env.player = player = Player(live, speed=0)
        async with supervisor_env.open(tiktok) as (services, supervisors):
            await supervisor_env.follow(services, supervisors, "nova")
            await supervisor_env.reach(FollowState.LIVE)  # the time stands still until the session has begun
            await player.play(played[:half])
        async with supervisor_env.open(tiktok) as (services, _):
            await player.play([*played[half:], Event(SECONDS, "end", {})])
            await supervisor_env.reach(FollowState.ENDED)
            [session] = await services.reports.newest(GUILD, 10)
            assert await services.reports.due(GUILD) == [session]
            report = await services.reports.read(session)
    assert live.sockets_opened == 5
    assert session.end_reason is EndReason.LIVE_END
    assert (session.opened_at, report.duration) == (STARTS_AT, timedelta(seconds=SECONDS))
    table, watched = rows(report), watched_seconds(events)
    for name, kind in FIGURES.items():
        sent = player.sent.of(kind)
        assert {who: int(row[name]) for who, row in table.items()} == {who: sent[user_id_of(who)] for who in watched}
        assert getattr(report.totals, name) == sent.total()
    assert {who: int(row["watched_seconds_estimate"]) for who, row in table.items()} == watched
    assert [(one.at - STARTS_AT, one.viewers) for one in report.counts] == [
        (timedelta(seconds=one.at), one.number("now")) for one in events if one.do == "viewers"
    ]


async def test_silence_on_an_open_socket_is_noticed_and_the_session_goes_on(supervisor_env: SupervisorEnv) -> None:
    async with TikTok(heartbeat_seconds=0.2) as tiktok:
        live = tiktok.creator("nova").go_live(history_size=50)
        fan = tiktok.viewer("fan")
        async with supervisor_env.open(tiktok) as (services, supervisors):
            await supervisor_env.follow(services, supervisors, "nova")
            await live.connected()
            await live.send(live.like(fan, 5), *live.streak(fan, "Rose", [1, 40]))
            await live.all_acked()
            live.silence()
            await live.send(live.like(fan, 7), live.gift(fan, "Galaxy"))
            await live.connected(2)
            assert supervisor_env.troubles == {TroubleKind.SILENT}
            await supervisor_env.reach(FollowState.LIVE)
            await live.send(live.like(fan, 9))
            await live.all_acked()
            await supervisors.disconnect(GUILD)
            [session] = await services.reports.newest(GUILD, 10)
            report = await services.reports.read(session)
    assert (report.totals.likes, report.totals.coins) == (21, 1040)
