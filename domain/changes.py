"""What services announce after a commit; whoever draws or tells reads the new state from the services."""

from __future__ import annotations

from dataclasses import dataclass

from domain.follow import FollowStatus


@dataclass(frozen=True)
class Change:
    """Something in a server is different now."""

    guild_id: int


class QueueChanged(Change):
    """The queue, the pending skips, points, or what the boards show of them."""


class SongPlayed(Change):
    """A song started, ended, or was taken back by an undo."""


class SongBookmarked(Change):
    """A reviewer keeps a song: it has to appear in the bookmarks channel."""


@dataclass(frozen=True)
class FollowingChanged(Change):
    """LiveFollower a creator stands otherwise now; `status` tells how."""

    status: FollowStatus


@dataclass(frozen=True)
class RecordingStuck(Change):
    """What happens on the LIVE cannot be stored for some time now; `problem` is a sentence."""

    problem: str


class RecordingGoesOn(Change):
    """All that had to wait is stored."""


class LiveClosed(Change):
    """A live session is over: its report has to appear in the metrics channel."""


class NoticeQueued(Change):
    """A member has to be told something."""


class ServerRestored(Change):
    """Everything may be another: the server was brought back from a backup."""


class SettingsChanged(Change):
    """A setting, a channel or the staff role is another one now."""
