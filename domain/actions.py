"""The kinds of things that staff do, and which of them /undo takes back (rule 5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.lines import Line
from domain.submissions import Person, Status, Submission


class ActionKind(StrEnum):
    """A staff action; the value is what the database keeps and /audit shows."""

    NEXT = "next"
    APPROVE = "approve"
    REJECT = "reject"
    MOVE = "move"
    REMOVE = "remove"
    PROMOTE = "promote"
    CLEAR = "clear"
    RESET = "reset points"
    ADJUST = "adjust points"
    LADDER = "ladder"
    OPEN = "open Free"
    CLOSE = "close Free"
    END_SHOW = "end show"
    BOOKMARK = "bookmark"
    BLOCK = "block"
    BLOCK_AND_REMOVE = "block and remove"
    UNBLOCK = "unblock"
    LINK = "link handle"
    CREDIT = "credit"
    TIKTOK = "TikTok"
    SETTING = "setting"
    RESTORE = "restore backup"


UNDOABLE = (
    ActionKind.NEXT,
    ActionKind.APPROVE,
    ActionKind.REJECT,
    ActionKind.MOVE,
    ActionKind.REMOVE,
    ActionKind.PROMOTE,
    ActionKind.CLEAR,
    ActionKind.BLOCK_AND_REMOVE,
    ActionKind.RESET,
    ActionKind.ADJUST,
    ActionKind.LADDER,
)


@dataclass(frozen=True)
class StaffAction:
    """One thing that staff did; `old_value` is what an undo of a setting puts back."""

    action_id: int
    guild_id: int
    kind: ActionKind
    doer: Person
    subject: str
    reason: str
    old_value: str
    made_at: datetime
    undone_at: datetime | None
    undone_by: str | None


@dataclass(frozen=True)
class SongChange:
    """What an action did to one song: `before` as it was, and the state that the action left."""

    submission_id: int
    old_status: Status
    old_line: Line | None
    old_entered_at: datetime
    old_ended_at: datetime | None
    old_reason: str
    new_status: Status
    new_line: Line | None
    new_entered_at: datetime

    def left(self, song: Submission) -> bool:
        """True while `song` is still as this change left it."""
        return (song.status, song.line, song.entered_at) == (
            self.new_status,
            self.new_line,
            self.new_entered_at,
        )

    def before(self, song: Submission) -> Submission:
        """`song` as it was before this change."""
        return replace(
            song,
            status=self.old_status,
            line=self.old_line,
            entered_at=self.old_entered_at,
            ended_at=self.old_ended_at,
            reason=self.old_reason,
        )
