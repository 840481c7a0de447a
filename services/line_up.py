"""The line-up: the queue of a server as it stands, read in one go for boards, receipts and /next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from domain.order import Estimate, Standing, Standings, estimated_wait, first_present, play_order, why_here
from domain.settings import GuildSettings
from domain.shows import show_end
from domain.submissions import Status, Submission
from services.base import running_show
from tables import Tables


@dataclass(frozen=True)
class LineUp:
    """The waiting songs in play order, the pending ones oldest first, and what explains both."""

    settings: GuildSettings
    free_open: bool
    playing: Submission | None
    order: list[Submission]
    pending: list[Submission]
    standings: Standings
    review_seconds: list[float]
    show_ends_at: datetime | None

    def place(self, song: Submission) -> int | None:
        """The song's place from 1, or None where it does not wait."""
        ids = [one.submission_id for one in self.order]
        return ids.index(song.submission_id) + 1 if song.submission_id in ids else None

    def estimate(self, place: int) -> Estimate | None:
        """The wait of the song at `place`, the one that plays now included."""
        return estimated_wait(place - 1 + (self.playing is not None), self.review_seconds)

    def why(self, song: Submission) -> str:
        """Why the waiting `song` stands where it stands."""
        return why_here(song, self.order, self.settings.order, self.standings)

    @property
    def next_song(self) -> Submission | None:
        """The song that /next takes."""
        return first_present(self.order, self.standings)


async def read_line_up(tables: Tables, guild_id: int, now: datetime) -> LineUp:
    """The line-up of a server at `now`; read anew only after a change, or when the show's time has run out."""
    queue = await tables.cached(("line-up", guild_id), partial(_read, tables, guild_id, now))
    over = queue.show_ends_at is not None and now >= queue.show_ends_at
    return await _read(tables, guild_id, now) if over else queue


async def _read(tables: Tables, guild_id: int, now: datetime) -> LineUp:
    settings = await tables.guilds.settings(guild_id)
    active = await tables.submissions.active(guild_id)
    show = await running_show(tables, guild_id, now)
    turns = await tables.plays.turns(show.show_id) if show else {}
    members = {song.member.member_id for song in active}
    points = await tables.ledger.totals(guild_id, members)
    away = await tables.accounts.away(guild_id)
    standings = {one: Standing(points.get(one, 0), turns.get(one, 0), one in away) for one in members}
    waiting = [song for song in active if song.status is Status.WAITING]
    return LineUp(
        settings=settings,
        free_open=await tables.guilds.free_open(guild_id),
        playing=await tables.submissions.playing(guild_id),
        order=play_order(waiting, settings.lines, settings.order, standings),
        pending=sorted((s for s in active if s.status is Status.PENDING), key=lambda s: (s.entered_at, s.number)),
        standings=standings,
        review_seconds=await tables.plays.review_seconds(show.show_id) if show else [],
        show_ends_at=show_end(show.last_next_at) if show else None,
    )
