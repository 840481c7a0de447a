"""What happens on a TikTok LIVE, as the bot understands it: who did what, when, and how many coins it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EndReason(StrEnum):
    """Why a live session was closed."""

    USER_INITIATED = "user_initiated"
    LIVE_END = "live_end"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A TikTok account as one event shows it: known by its id; handle (normalised) and nickname may be empty."""

    user_id: int
    handle: str
    nickname: str

    @property
    def made_up_name(self) -> str:
        """What the account is called while nobody knows its handle."""
        return f"user{self.user_id}"


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """One thing that happened; (room_id, message_id) is the same however often TikTok sends it."""

    room_id: int
    message_id: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ViewerEvent(LiveEvent):
    """One thing that a viewer did."""

    viewer: Viewer


@dataclass(frozen=True, slots=True)
class Like(ViewerEvent):
    """A burst of likes. TikTok sends a part of them only: sums are a lower bound."""

    count: int


@dataclass(frozen=True, slots=True)
class Comment(ViewerEvent):
    """A comment; `text` is there to match a linking code and is never stored."""

    text: str


@dataclass(frozen=True, slots=True)
class Share(ViewerEvent):
    """The LIVE was shared."""


@dataclass(frozen=True, slots=True)
class Follow(ViewerEvent):
    """The creator was followed, perhaps not for the first time."""


@dataclass(frozen=True, slots=True)
class Subscribe(ViewerEvent):
    """A subscription began or was renewed."""


@dataclass(frozen=True, slots=True)
class SuperFan(ViewerEvent):
    """The viewer became a super fan."""


@dataclass(frozen=True, slots=True)
class Join(ViewerEvent):
    """The viewer came in. Nobody tells when one leaves."""


@dataclass(frozen=True, slots=True)
class Gift(ViewerEvent):
    """A gift, or one step of a streak of them: `repeat_count` grows from step to step of one streak.

    `coins_each` is the price of one. `to_host` is False where it went to a guest of the LIVE.
    """

    gift_id: int
    group_id: int
    coins_each: int
    repeat_count: int
    repeat_end: bool
    streakable: bool
    to_host: bool

    @property
    def in_streak(self) -> bool:
        """Whether it is a step of a streak; without a group there is nothing that its steps have in common."""
        return self.streakable and self.group_id > 0

    @property
    def streak(self) -> tuple[int, int, int]:
        """What the steps of one streak have in common: viewer, gift and group."""
        return self.viewer.user_id, self.gift_id, self.group_id

    def coins_new(self, counted: int = 0) -> int:
        """The coins that this event adds, where `counted` is the highest repeat_count seen before in its streak.

        A step that is late, doubled or lost changes no sum. Without a streak the whole gift is new: its message id
        tells whether it was seen before.
        """
        return self.coins_each * max(0, self.repeat_count - (counted if self.in_streak else 0))


@dataclass(frozen=True, slots=True)
class RoomCount(LiveEvent):
    """How many watch now, and how many visits there were so far."""

    viewers: int
    visitors: int


@dataclass(frozen=True, slots=True)
class LiveEnded(LiveEvent):
    """The creator, or TikTok (`suspended`), ended the LIVE."""

    suspended: bool


@dataclass(frozen=True, slots=True)
class LivePaused(LiveEvent):
    """The creator paused the LIVE."""


@dataclass(frozen=True, slots=True)
class LiveResumed(LiveEvent):
    """The creator went on after a pause."""
