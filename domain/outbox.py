"""What has to appear on Discord, and where it is: displays, bookmarks, notices, messages that go later."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bookmark:
    """A song that a reviewer keeps."""

    submission_id: int
    made_by: str


@dataclass(frozen=True)
class Place:
    """The message of a display."""

    channel_id: int
    message_id: int


@dataclass(frozen=True)
class Cleanup:
    """A message of a channel that is due to go."""

    guild_id: int
    channel_id: int
    message_id: int


@dataclass(frozen=True)
class Notice:
    """A text for a member; `tried` is True when a send may have gone out before a restart."""

    notice_id: int
    guild_id: int
    member_id: int
    text: str
    tried: bool
