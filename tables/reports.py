"""Which parts of a post-live report are posted."""

from __future__ import annotations

from tables.base import Table


class Reports(Table):
    """Rows of `report_parts`."""

    async def parts(self, session_id: int) -> dict[int, int]:
        """The message ids of the posted parts, by part from 1."""
        rows = await self.rows("SELECT part, message_id FROM report_parts WHERE session_id = ?", session_id)
        return {row[0]: row[1] for row in rows}

    async def set_part(self, session_id: int, part: int, message_id: int) -> None:
        """Notes that a part is posted."""
        await self.rows(
            "INSERT INTO report_parts VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET message_id = excluded.message_id",
            *(session_id, part, message_id),
        )
