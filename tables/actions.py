"""What staff did, and which songs each action changed: read by /undo and /audit."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from domain.actions import UNDOABLE, ActionKind, SongChange, StaffAction
from domain.lines import Line
from domain.submissions import Person, Status, Submission
from tables.base import Table, loaded, loaded_or_none, stored, stored_or_none

COLUMNS = (
    "action_id, guild_id, kind, doer_id, doer_name, subject, subject_name, reason, old_value, made_at, undone_at, "
    "undone_by"
)


class ActionsTable(Table):
    """Rows of `staff_actions` and `song_changes`."""

    async def add(
        self,
        guild_id: int,
        kind: str,
        doer: Person,
        now: datetime,
        subject: str = "",
        reason: str = "",
        old: str = "",
        about: Person | None = None,
    ) -> int:
        """Notes an action and returns its id; the name of whom it is `about` ends its subject."""
        return await self.number(
            "INSERT INTO staff_actions (guild_id, kind, doer_id, doer_name, subject, reason, old_value, made_at, "
            "subject_member_id, subject_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING action_id",
            *(guild_id, kind, doer.member_id, doer.name, subject, reason, old, stored(now)),
            *((about.member_id or None, about.name) if about else (None, "")),
        )

    async def note_change(self, action_id: int, old: Submission, new: Submission) -> None:
        """Notes what the action did to one song."""
        await self.rows(
            "INSERT INTO song_changes (action_id, submission_id, old_status, old_line, old_entered_at, old_ended_at, "
            "old_reason, new_status, new_line, new_entered_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            *(action_id, old.submission_id, old.status, old.line, stored(old.entered_at)),
            *(stored_or_none(old.ended_at), old.reason, new.status, new.line, stored(new.entered_at)),
        )

    async def newest_to_undo(self, guild_id: int, since: datetime) -> StaffAction | None:
        """The newest action after `since` that can be undone and is not."""
        row = await self.row(
            f"SELECT {COLUMNS} FROM staff_actions WHERE guild_id = ? AND undone_at IS NULL "  # noqa: S608
            "AND kind IN (SELECT value FROM json_each(?)) ORDER BY action_id DESC LIMIT 1",
            guild_id,
            json.dumps(UNDOABLE),
        )
        return _action(row) if row and row["made_at"] > stored(since) else None

    async def set_undone(self, action_id: int, doer: Person, now: datetime) -> None:
        """Marks the action as taken back."""
        await self.rows(
            "UPDATE staff_actions SET undone_at = ?, undone_by = ?, undone_by_id = ? WHERE action_id = ?",
            *(stored(now), doer.name, doer.member_id, action_id),
        )

    async def changes(self, action_id: int) -> list[SongChange]:
        """What the action did to songs, last change first."""
        rows = await self.rows("SELECT * FROM song_changes WHERE action_id = ? ORDER BY change_id DESC", action_id)
        return [_change(row) for row in rows]

    async def log(self, guild_id: int, limit: int, offset: int) -> list[StaffAction]:
        """What staff did in the server, newest first."""
        rows = await self.rows(
            f"SELECT {COLUMNS} FROM staff_actions WHERE guild_id = ? "  # noqa: S608
            "ORDER BY action_id DESC LIMIT ? OFFSET ?",
            guild_id,
            limit,
            offset,
        )
        return [_action(row) for row in rows]


def _action(row: sqlite3.Row) -> StaffAction:
    return StaffAction(
        row["action_id"],
        row["guild_id"],
        ActionKind(row["kind"]),
        Person(row["doer_id"], row["doer_name"]),
        " ".join(filter(None, (row["subject"], row["subject_name"]))),
        row["reason"],
        row["old_value"],
        loaded(row["made_at"]),
        loaded_or_none(row["undone_at"]),
        row["undone_by"],
    )


def _change(row: sqlite3.Row) -> SongChange:
    return SongChange(
        row["submission_id"],
        Status(row["old_status"]),
        Line(row["old_line"]) if row["old_line"] else None,
        loaded(row["old_entered_at"]),
        loaded_or_none(row["old_ended_at"]),
        row["old_reason"],
        Status(row["new_status"]),
        Line(row["new_line"]) if row["new_line"] else None,
        loaded(row["new_entered_at"]),
    )
