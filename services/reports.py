"""The post-live report: what happened in a live session, and which parts of its report are posted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import pairwise

from domain import points_refusals
from domain.live_events import EndReason
from domain.live_sessions import COUNTS, Attendance, LiveSession, ViewerCount
from domain.submissions import Submission
from domain.tally import LONGEST_GAP
from media.chart import Chart, draw
from services.base import Dependencies, Service
from tables import Tables
from tables.sessions import SessionTotals

MOST_WAITING = 3  # reports: a channel that is set late is not flooded with the past


@dataclass(frozen=True)
class PlayedSong:
    """A song, and when in the session it was played."""

    song: Submission
    started_at: datetime


@dataclass(frozen=True)
class Report:
    """A session's numbers, counted from events, not from balances; `accounts` by coins, then by interactions.

    Of a session that is over for long only the sums were `kept`; there are no accounts and no counts then.
    """

    session: LiveSession
    accounts: list[Attendance]
    counts: list[ViewerCount]
    songs: list[PlayedSong]
    kept: SessionTotals | None = None

    @property
    def ended_at(self) -> datetime:
        """When the LIVE was over: a session closes only after a grace in which nothing more came."""
        session = self.session
        if session.closed_at and session.end_reason is EndReason.USER_INITIATED:
            return session.closed_at
        return session.last_event_at

    @property
    def duration(self) -> timedelta:
        """How long the LIVE was followed, drops in between included."""
        return self.ended_at - self.session.opened_at

    @cached_property
    def totals(self) -> SessionTotals:
        """The sums over all accounts, and the numbers of viewers."""
        return self.kept or SessionTotals(
            len(self.accounts),
            sum(one.member_id is not None for one in self.accounts),
            max((one.viewers for one in self.counts), default=0),
            average_viewers(self.counts),
            max((one.visitors for one in self.counts), default=0),
            *(sum(getattr(one, name) for one in self.accounts) for name in COUNTS),
        )


def average_viewers(counts: Sequence[ViewerCount]) -> float:
    """The mean over time; each count holds until the next one, but no longer than five minutes."""
    held = [(this.viewers, min(after.at - this.at, LONGEST_GAP).total_seconds()) for this, after in pairwise(counts)]
    seconds = sum(lasted for _, lasted in held)
    if not seconds:
        return sum(one.viewers for one in counts) / max(1, len(counts))
    return sum(viewers * lasted for viewers, lasted in held) / seconds


async def read_report(tables: Tables, session: LiveSession) -> Report:
    """All numbers of a session; there may be many accounts, so it is read beside the lock."""
    until = session.closed_at or session.last_event_at
    kept = await tables.reports.totals(session.session_id)
    accounts = [] if kept else await tables.live.get_session_all_handles_stats(session.session_id)
    counts = [] if kept else await tables.live.viewer_counts(session.session_id)
    plays = await tables.plays.started_between(session.guild_id, session.opened_at, until)
    songs = await tables.submissions.by_ids(play.submission_id for play in plays)
    played = [PlayedSong(songs[play.submission_id], play.started_at) for play in plays]
    return Report(session, accounts, counts, played, kept)


class Reports(Service):
    """One server's reports."""

    def __init__(self, parts: Dependencies) -> None:
        super().__init__(parts)
        self._drawing = asyncio.Lock()

    async def due(self, guild_id: int) -> list[LiveSession]:
        """The newest three closed sessions whose report is not posted whole, oldest first; older ones are given up."""
        async with self._database.transaction() as tables:
            waiting = await tables.sessions.to_report(guild_id)
            for old in waiting[:-MOST_WAITING]:
                await tables.sessions.set_reported(old.session_id)
        return waiting[-MOST_WAITING:]

    async def posted(self, session_id: int) -> set[int]:
        """The parts, from 1, that are posted."""
        async with self._database.transaction() as tables:
            return set(await tables.reports.parts(session_id))

    async def set_posted(self, session_id: int, part: int, message_id: int) -> None:
        """Notes the message of a part."""
        async with self._database.transaction() as tables:
            await tables.reports.set_part(session_id, part, message_id)

    async def settle(self, session_id: int) -> None:
        """Notes that the report is posted whole."""
        async with self._database.transaction() as tables:
            await tables.sessions.set_reported(session_id)

    async def newest(self, guild_id: int, limit: int) -> list[LiveSession]:
        """The server's closed sessions, newest first."""
        async with self._database.transaction() as tables:
            found = await tables.sessions.newest(guild_id, limit + 1)  # one may be open
        return [session for session in found if session.closed_at][:limit]

    async def find(self, guild_id: int, session_id: int | None) -> LiveSession:
        """The closed session with that id, or the newest one; refuses where there is none."""
        async with self._database.transaction() as tables:
            newest = await tables.sessions.newest(guild_id, 2)
            chosen = await tables.sessions.get(guild_id, session_id) if session_id is not None else None
        if session_id is not None and chosen is None:
            raise points_refusals.no_such_session(session_id)
        if not newest:
            raise points_refusals.no_session_yet()
        closed = [session for session in ([chosen] if chosen else newest) if session.closed_at]
        if not closed:
            raise points_refusals.session_still_open()
        return closed[0]

    async def read(self, session: LiveSession) -> Report:
        """All numbers of a session, as of one moment."""
        return await self._database.read_tables(lambda tables: read_report(tables, session))

    async def draw(self, report: Report) -> bytes | None:
        """The chart as PNG; None if there is nothing to draw, or it could not be drawn."""
        if not report.counts:
            return None
        async with self._drawing:  # one at a time: each takes a core and much memory
            return await draw(chart_of(report))


def chart_of(report: Report) -> Chart:
    """What the picture of the session shows; its last point of coins is the whole sum."""

    def since_start(at: datetime) -> float:
        return max(0.0, (at - report.session.opened_at).total_seconds())

    songs = [(since_start(played.started_at), f"#{played.song.number}") for played in report.songs]
    seconds = max([since_start(report.ended_at), *(at for at, _ in songs)])
    return Chart(
        seconds=seconds,
        viewers=[(since_start(one.at), one.viewers) for one in report.counts],
        coins=[*((since_start(one.at), one.coins) for one in report.counts), (seconds, report.totals.coins)],
        songs=songs,
    )
