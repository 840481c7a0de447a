"""The append-only ledger of points; a trigger keeps the balances in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.points import Holder, HolderKind, Origin, PointsByOrigin
from tables.base import Table, stored

OF_MEMBER = """
    SELECT origin, points FROM balances WHERE guild_id = ?1 AND holder_kind = 'member' AND holder_id = ?2
    UNION ALL
    SELECT b.origin, b.points FROM links l CROSS JOIN balances b
    WHERE l.guild_id = ?1 AND l.member_id = ?2
      AND b.guild_id = ?1 AND b.holder_kind = 'account' AND b.holder_id = l.account_id
"""
OF_MEMBERS = """
    SELECT m.value,
      (SELECT coalesce(sum(points), 0) FROM balances
       WHERE guild_id = ?2 AND holder_kind = 'member' AND holder_id = m.value)
      + (SELECT coalesce(sum(b.points), 0) FROM links l CROSS JOIN balances b
         WHERE l.guild_id = ?2 AND l.member_id = m.value
           AND b.guild_id = ?2 AND b.holder_kind = 'account' AND b.holder_id = l.account_id)
    FROM json_each(?1) m
"""


class LedgerTable(Table):
    """Rows of `ledger` and `balances`."""

    async def add(
        self, guild_id: int, holder: Holder, origin: Origin, amount: int, reason: str, now: datetime,
        action_id: int | None = None,
    ) -> None:  # fmt: skip
        """Adds `amount` points, which may be negative, to a holder."""
        await self.rows(
            "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, action_id, made_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *(guild_id, holder.kind, holder.holder_id, origin, amount, reason, action_id, stored(now)),
        )

    async def earn(self, guild_id: int, points: Mapping[int, Mapping[Origin, int]], source: str, now: datetime) -> None:
        """Adds what accounts earned in a batch of a LIVE: a row for each account and origin."""
        await self.many(
            "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, source, made_at) "
            "VALUES (?, 'account', ?, ?, ?, ?, ?, ?)",
            [
                (guild_id, account, origin, amount, origin, source, made_at)
                for made_at in [stored(now)]
                for account, earned in points.items()
                for origin, amount in earned.items()
            ],
        )

    async def zero(self, guild_id: int, holders: Iterable[Holder], reason: str, action_id: int, now: datetime) -> int:
        """Writes a row of minus the balance for every origin of the holders; returns how many points went."""
        gone = 0
        for holder in holders:
            rows = await self.rows(
                "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, action_id, made_at) "
                "SELECT guild_id, holder_kind, holder_id, origin, -points, ?, ?, ? FROM balances "
                "WHERE guild_id = ? AND holder_kind = ? AND holder_id = ? AND points <> 0 RETURNING amount",
                *(reason, action_id, stored(now), guild_id, holder.kind, holder.holder_id),
            )
            gone -= sum(row[0] for row in rows)
        return gone

    async def zero_everyone(self, guild_id: int, reason: str, action_id: int, now: datetime) -> int:
        """The same for every holder of the server."""
        rows = await self.rows(
            "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, action_id, made_at) "
            "SELECT guild_id, holder_kind, holder_id, origin, -points, ?, ?, ? FROM balances "
            "WHERE guild_id = ? AND points <> 0 RETURNING amount",
            *(reason, action_id, stored(now), guild_id),
        )
        return -sum(int(row[0]) for row in rows)

    async def take_back(self, action_id: int, now: datetime) -> None:
        """Adds the inverse of every row that an action wrote; points earned since stay."""
        await self.rows(
            "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, made_at) "
            "SELECT guild_id, holder_kind, holder_id, origin, -amount, 'undo', ? FROM ledger WHERE action_id = ?",
            *(stored(now), action_id),
        )

    async def anybody_has_points(self, guild_id: int) -> bool:
        """False where every balance of the server is zero."""
        return bool(await self.rows("SELECT 1 FROM balances WHERE guild_id = ? AND points <> 0 LIMIT 1", guild_id))

    async def of_member(self, guild_id: int, member_id: int) -> PointsByOrigin:
        """A member's points, those of all linked accounts included, by origin."""
        found: dict[Origin, int] = {}
        rows = await self.rows(OF_MEMBER, guild_id, member_id)
        for origin, points in rows:
            found[Origin(origin)] = found.get(Origin(origin), 0) + points
        return PointsByOrigin({origin: points for origin, points in found.items() if points})

    async def of_holder(self, guild_id: int, holder: Holder) -> int:
        """The balance of one holder."""
        return await self.number(
            "SELECT sum(points) FROM balances WHERE guild_id = ? AND holder_kind = ? AND holder_id = ?",
            *(guild_id, holder.kind, holder.holder_id),
        )

    async def totals(self, guild_id: int, member_ids: Iterable[int]) -> dict[int, int]:
        """The points of each named member, those of all linked accounts included."""
        rows = await self.rows(OF_MEMBERS, json.dumps(list(member_ids)), guild_id)
        return {row[0]: row[1] for row in rows}

    async def top(self, guild_id: int, limit: int) -> list[tuple[int, int]]:
        """The members with the most points, and how many; those who were forgotten have an id below zero."""
        rows = await self.rows(
            "SELECT CASE b.holder_kind WHEN 'member' THEN b.holder_id ELSE l.member_id END AS member, "
            "sum(b.points) AS total FROM balances b "
            "LEFT JOIN links l ON b.holder_kind = 'account' AND l.account_id = b.holder_id AND l.guild_id = b.guild_id "
            "WHERE b.guild_id = ? GROUP BY member HAVING member > 0 AND total > 0 "
            "ORDER BY total DESC, member LIMIT ?",
            *(guild_id, limit),
        )
        return [(row[0], row[1]) for row in rows]

    async def disagreements(self) -> list[Holder]:
        """Holders whose balance is not the sum of their ledger; empty in a sound database."""
        rows = await self.rows(
            "SELECT holder_kind, holder_id FROM ("
            "SELECT guild_id, holder_kind, holder_id, origin, amount FROM ledger UNION ALL "
            "SELECT guild_id, holder_kind, holder_id, origin, -points FROM balances) "
            "GROUP BY guild_id, holder_kind, holder_id, origin HAVING sum(amount) <> 0"
        )
        return [Holder(HolderKind(row[0]), row[1]) for row in rows]
