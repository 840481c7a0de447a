"""The kinds of things that staff do, and which of them /undo takes back (rule 5)."""

from __future__ import annotations

from enum import StrEnum


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
