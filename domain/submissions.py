"""A submission, its statuses, and the people around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.lines import Line


class Status(StrEnum):
    """Where a submission stands: pending → waiting → playing → played, or removed, or rejected."""

    PENDING = "pending"
    WAITING = "waiting"
    PLAYING = "playing"
    PLAYED = "played"
    REMOVED = "removed"
    REJECTED = "rejected"

    @property
    def active(self) -> bool:
        """True while the song can still be played."""
        return self in {Status.PENDING, Status.WAITING}


@dataclass(frozen=True)
class Person:
    """A Discord member as the show knows them: the id, and the name at that moment."""

    member_id: int
    name: str


@dataclass(frozen=True)
class Song:
    """What is submitted: names, and a link or a stored file or both (rule 7 and rule 8)."""

    artist: str
    title: str
    link: str | None = None
    file_hash: str | None = None
    file_name: str | None = None
    duration_seconds: float | None = None
    note: str = ""
    artwork_url: str | None = None

    @property
    def name(self) -> str:
        """`Artist – Title`, as it is shown in a line of text."""
        return f"{self.artist} – {self.title}"


@dataclass(frozen=True)
class Submission:
    """One song in a server, with its number (`#17`), its status and its place in a line.

    `line` is None while the song is pending; `entered_at` is when it entered its line, or became pending.
    `ended_at` is when it was played to its end, removed or rejected.
    """

    submission_id: int
    guild_id: int
    number: int
    member: Person
    song: Song
    status: Status
    line: Line | None
    submitted_at: datetime
    entered_at: datetime
    ended_at: datetime | None = None
    played_recently: bool = False
    reason: str = ""

    @property
    def label(self) -> str:
        """`#17 Artist – Title`, uncleaned for Discord."""
        return f"#{self.number} {self.song.name}"
