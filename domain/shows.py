"""When a show is over, and whether it went on since a reviewer looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import review_refusals
from domain.submissions import Submission

IDLE_SECONDS = 6 * 3600


def show_end(last_next_at: datetime) -> datetime:
    """When a show ends by itself: six hours after its last /next."""
    return last_next_at + timedelta(seconds=IDLE_SECONDS)


def show_has_ended(last_next_at: datetime, now: datetime) -> bool:
    """True when the show's time has run out at `now`."""
    return now >= show_end(last_next_at)


def check_seen(seen: int | None, playing: Submission | None) -> None:
    """Refuses what was pressed beside another song than the one that plays now.

    `seen` is the number of the song that the reviewer saw playing, 0 for none, None where that is not known.
    Two presses of Next beside the same song mean the same next song: the second would end that one unheard.
    """
    number = playing.number if playing else 0
    if seen not in {None, number}:
        raise review_refusals.QueueWentOn(number)


@dataclass(frozen=True)
class Play:
    """One turn of a song; `state` is what happened, `shown` what its message says (None: not posted yet)."""

    play_id: int
    guild_id: int
    show_id: int
    submission_id: int
    member_id: int
    started_at: datetime
    ended_at: datetime | None
    state: str
    shown: str | None
    channel_id: int | None
    message_id: int | None


@dataclass(frozen=True)
class Show:
    """The open show of a server."""

    show_id: int
    guild_id: int
    opened_at: datetime
    last_next_at: datetime
