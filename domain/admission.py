"""How often somebody may ask for the same thing."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from domain import refusals, review_refusals, song_refusals
from domain.lines import Ladder, Line
from domain.settings import GuildSettings
from domain.submissions import Song, Status, Submission
from domain.text import clean_line


def check_pace(
    last: Mapping[Hashable, datetime], who: Hashable, gap: timedelta, now: datetime
) -> dict[Hashable, datetime]:
    """Who asked when, with `who` now, and without those who may ask again; refuses `who` within `gap` of the last time.

    A time that is ahead is one of a clock that was put right: it binds nobody for longer than the gap.
    """
    recent = {one: at for one, at in last.items() if abs(now - at) < gap}
    if who in recent:
        raise refusals.asked_a_moment_ago(math.ceil((gap - abs(now - recent[who])).total_seconds()))
    return {**recent, who: now}


LONGEST_NAME = 100
LONGEST_NOTE = 200


def clean_song(song: Song) -> Song:
    """The song with names that are safe to show; refuses one without artist, title, or anything to play."""
    artist, title = clean_line(song.artist, LONGEST_NAME), clean_line(song.title, LONGEST_NAME)
    if song.link is None and song.file_hash is None:
        raise review_refusals.nothing_to_play()
    if not artist or not title:
        raise song_refusals.name_is_missing("title" if artist else "artist")
    return replace(song, artist=artist, title=title, note=clean_line(song.note, LONGEST_NOTE))


def asked_place(*, wants_skip: bool) -> tuple[Status, Line | None]:
    """Where a new song goes: a member asks for Free or for a skip, and a skip waits for a reviewer (rule 3)."""
    return (Status.PENDING, None) if wants_skip else (Status.WAITING, Line.FREE)


def check_room(line: Line | None, settings: GuildSettings, waiting_there: int) -> None:
    """Refuses when the member has as many waiting songs in `line` as the server allows (rule 1)."""
    limit = settings.limit(line) if line else None
    if line and limit is not None and waiting_there >= limit:
        raise song_refusals.line_is_full(line.label, limit)


def check_pending(status: Status, settings: GuildSettings, pending: int) -> None:
    """Refuses one more skip when the member has as many waiting for a reviewer as the server allows (rule 3)."""
    if status is Status.PENDING and 0 < settings.limit_pending <= pending:
        raise song_refusals.too_many_pending(settings.limit_pending)


def check_open(line: Line | None, *, free_open: bool) -> None:
    """Refuses a new song for Free while Free is closed (rule 2)."""
    if line is Line.FREE and not free_open:
        raise song_refusals.free_is_closed()


def check_duplicate(member_id: int, twin: Submission | None) -> None:
    """Refuses a song that is active already, and tells its own member which entry it is (rule 6)."""
    if twin is None:
        return
    if twin.member.member_id == member_id:
        raise song_refusals.OwnDuplicate(twin.number)
    raise song_refusals.duplicate_of_another(twin.number)


def check_same_song(old: Submission, song: Song) -> None:
    """Refuses another link or file for a song that waits in a paid line: what was approved is what is played."""
    if old.line in {None, Line.FREE} or (song.link, song.file_hash) == (old.song.link, old.song.file_hash):
        return
    raise song_refusals.song_was_approved(old.number)


def check_line(line: Line, ladder: Ladder) -> None:
    """Refuses a line that the server's ladder does not have."""
    if line not in ladder.lines:
        raise review_refusals.line_not_in_ladder(line.label)
