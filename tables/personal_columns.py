"""Every column that can hold a person, and every other one of text or of numbers: a new one has to be in here."""

from __future__ import annotations

from enum import StrEnum


class Holds(StrEnum):
    """What a column can hold of a person."""

    MEMBER = "the id of a Discord member"
    NAME = "a member's name"
    TEXT = "free text, in which a member may be named"
    ACCOUNT = "the number of a TikTok account, or its id at TikTok"
    HANDLE = "a TikTok name that a member typed or has"
    BLOCKED = "whom or what a block is about; it stays as long as the block, or an erasure would lift it"


PERSONS: dict[str, dict[str, Holds]] = {
    "accounts": {"account_id": Holds.ACCOUNT, "tiktok_user_id": Holds.ACCOUNT, "handle": Holds.HANDLE},
    "attendance": {"account_id": Holds.ACCOUNT},
    "away": {"member_id": Holds.MEMBER},
    "balances": {"holder_id": Holds.MEMBER},
    "blocks": {"value": Holds.BLOCKED, "reason": Holds.TEXT, "made_by_id": Holds.MEMBER, "made_by": Holds.NAME},
    "bookmarks": {"made_by_id": Holds.MEMBER, "made_by": Holds.NAME},
    "caps": {"account_id": Holds.ACCOUNT},
    "drafts": {"member_id": Holds.MEMBER, "body": Holds.TEXT},
    "followers": {"account_id": Holds.ACCOUNT},
    "handle_codes": {"member_id": Holds.MEMBER, "handle": Holds.HANDLE},
    "ledger": {"holder_id": Holds.MEMBER, "reason": Holds.TEXT},
    "links": {"member_id": Holds.MEMBER, "account_id": Holds.ACCOUNT},
    "live_wishes": {"asked_by_id": Holds.MEMBER, "asked_by": Holds.NAME},
    "lots": {"holder_id": Holds.MEMBER},
    "notices": {"member_id": Holds.MEMBER, "text": Holds.TEXT},
    "plays": {"member_id": Holds.MEMBER},
    "song_changes": {"old_reason": Holds.TEXT},
    "staff_actions": {
        "doer_id": Holds.MEMBER,
        "doer_name": Holds.NAME,
        "subject_member_id": Holds.MEMBER,
        "subject_name": Holds.NAME,
        "subject": Holds.TEXT,
        "reason": Holds.TEXT,
        "undone_by_id": Holds.MEMBER,
        "undone_by": Holds.NAME,
    },
    "streaks": {"user_id": Holds.ACCOUNT},
    "submissions": {
        "member_id": Holds.MEMBER,
        "member_name": Holds.NAME,
        "note": Holds.TEXT,
        "reason": Holds.TEXT,
    },
}
# What is no person: numbers of things, words of the bot, and the songs themselves, which stay in the archive.
# `creator` is the public name of whose LIVE is followed.
THINGS: dict[str, str] = {
    "balances": "holder_kind origin",
    "blocks": "block_id kind",
    "bookmarks": "submission_id message_id",
    "caps": "origin",
    "cleanups": "message_id channel_id",
    "displays": "kind channel_id message_id",
    "drafts": "draft_id",
    "followers": "creator",
    "handle_codes": "code",
    "ledger": "entry_id holder_kind origin action_id source",
    "live_rooms": "room_id session_id",
    "live_sessions": "session_id creator room_id end_reason",
    "live_wishes": "creator wish_id",
    "attendance": "session_id",
    "lots": "lot_id holder_kind source",
    "memberships": "application_id",
    "notices": "notice_id settled",
    "plays": "play_id show_id submission_id started_by ended_by state shown channel_id message_id",
    "report_parts": "session_id message_id",
    "seen_messages": "room_id message_id",
    "session_totals": "session_id",
    "settings": "name value",
    "shows": "show_id",
    "song_changes": "change_id action_id submission_id old_status old_line new_status new_line",
    "spendings": "spending_id submission_id lot_id spent_by returned_by",
    "staff_actions": "action_id kind old_value",
    "streaks": "room_id gift_id group_id",
    "submissions": "submission_id artist title link file_hash file_name artwork_url status line",
    "viewer_counts": "session_id",
}
# A person's id and the name beside it.
PAIRS: dict[str, tuple[tuple[str, str], ...]] = {
    "blocks": (("made_by_id", "made_by"),),
    "bookmarks": (("made_by_id", "made_by"),),
    "live_wishes": (("asked_by_id", "asked_by"),),
    "staff_actions": (
        ("doer_id", "doer_name"),
        ("subject_member_id", "subject_name"),
        ("undone_by_id", "undone_by"),
    ),
    "submissions": (("member_id", "member_name"),),
}
