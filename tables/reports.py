"""Which parts of a post-live report are posted, and the sums that stay of an old session."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from tables.base import Table


@dataclass(frozen=True)
class SessionTotals:
    """A session in one row: its accounts, its viewers, and what all accounts together did.

    TikTok sends only a part of the likes: theirs is a lower bound, as that of the visits is.
    """

    accounts: int
    linked: int
    peak: int
    average: float
    visitors: int
    likes: int
    comments: int
    shares: int
    follows: int
    subscriptions: int
    joins: int
    gifts: int
    coins: int
    guest_coins: int


class Reports(Table):
    """Rows of `report_parts` and `session_totals`."""

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

    async def totals(self, session_id: int) -> SessionTotals | None:
        """The sums that were kept of a session; None while all of it is there."""
        row = await self.row("SELECT * FROM session_totals WHERE session_id = ?", session_id)
        return SessionTotals(*tuple(row)[1:]) if row else None

    async def keep_totals(self, session_id: int, totals: SessionTotals) -> None:
        """Keeps the sums of a session, of which the rest may go then; the first ones stay."""
        await self.rows(
            f"INSERT INTO session_totals VALUES ({', '.join('?' * 15)}) ON CONFLICT DO NOTHING",  # noqa: S608
            *(session_id, *astuple(totals)),
        )
