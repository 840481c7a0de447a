"""In which order dropped messages are handled: songs before chatter, the members in turn, chatter answered once."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")
QUIET = timedelta(minutes=10)
SONGS_AT_ONCE = 3
MOST_SONGS_WAITING = 10  # of one member; what comes beyond is treated as chatter


@dataclass(frozen=True)
class Drop(Generic[T]):
    """What is to be handled now: one message with songs, or all that a member chats until they were answered."""

    member_id: int
    messages: list[T]
    is_song: bool


class DropQueue(Generic[T]):
    """The messages of one server that wait to be handled, whatever `T` they are.

    A few members' songs are handled at once, never two of the same member. Only one answer to chatter is under way,
    so that a song that comes now waits for no more than that one.
    """

    def __init__(self) -> None:
        self._songs: dict[int, deque[T]] = {}  # the member whose turn is next stands first
        self._chatter: dict[int, list[T]] = {}
        self._busy: set[int] = set()
        self._answering: int | None = None
        self._told_at: dict[int, datetime] = {}

    def add(self, member_id: int, message: T, now: datetime, *, has_song: bool) -> bool:
        """Lets the message wait for its turn; False for chatter of a member who was answered within ten minutes."""
        waiting = self._songs.get(member_id, deque())
        if has_song and len(waiting) < MOST_SONGS_WAITING:
            waiting.append(message)
            self._songs[member_id] = waiting
            return True
        self._told_at = {one: at for one, at in self._told_at.items() if now - at < QUIET}
        if member_id in self._told_at:
            return False
        self._chatter.setdefault(member_id, []).append(message)
        return True

    def take(self) -> list[Drop[T]]:
        """All that may be handled now; each has to be given back by `done`."""
        free = [member_id for member_id in self._songs if member_id not in self._busy]
        songs = [self._song_of(member_id) for member_id in free[: SONGS_AT_ONCE - len(self._busy)]]
        if self._answering is not None or self._songs or not self._chatter:
            return songs
        self._answering = next(iter(self._chatter))
        return [*songs, Drop(self._answering, self._chatter[self._answering], is_song=False)]

    def done(self, drop: Drop[T], told_at: datetime | None = None) -> None:
        """Notes that a drop was handled; `told_at` is when its member was answered, None where that failed."""
        if drop.is_song:
            self._busy.discard(drop.member_id)
            return
        self._answering = None
        del self._chatter[drop.member_id]
        if told_at is not None:
            self._told_at[drop.member_id] = told_at

    def _song_of(self, member_id: int) -> Drop[T]:
        waiting = self._songs.pop(member_id)
        song = waiting.popleft()
        if waiting:
            self._songs[member_id] = waiting
        self._busy.add(member_id)
        return Drop(member_id, [song], is_song=True)
