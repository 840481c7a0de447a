"""Points and TikTok names, copied for the hourly backup and brought back from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from domain.points import HolderKind
from domain.points_copy import CopiedAccount, Points, PointsCopy
from tables.base import Table, stored

Holdings = dict[tuple[str, int], dict[str, int]]


def servers_with_points(connection: sqlite3.Connection) -> list[int]:
    """Every server that has points or accounts."""
    rows = connection.execute("SELECT guild_id FROM balances UNION SELECT guild_id FROM accounts ORDER BY 1")
    return [row[0] for row in rows]


def points_copy(connection: sqlite3.Connection, guild_id: int) -> PointsCopy:
    """One server's points and accounts."""
    held = _holdings(
        connection.execute(
            "SELECT holder_kind, holder_id, origin, points FROM balances WHERE guild_id = ? AND points <> 0",
            (guild_id,),
        )
    )
    accounts = connection.execute(
        "SELECT a.account_id, a.handle, a.tiktok_user_id, l.member_id, l.linked_at FROM accounts a "
        "LEFT JOIN links l USING (account_id) WHERE a.guild_id = ? ORDER BY a.account_id",
        (guild_id,),
    )
    copied = (
        CopiedAccount(row[1], row[2], row[3], row[4], held.get((HolderKind.ACCOUNT, row[0]), {})) for row in accounts
    )
    return PointsCopy(
        {holder: points for (kind, holder), points in held.items() if kind == HolderKind.MEMBER},
        tuple(account for account in copied if account.points or account.member_id is not None),
    )


class PointCopies(Table):
    """Rows of `ledger`, `accounts` and `links`."""

    async def bring_back(self, guild_id: int, copy: PointsCopy, action_id: int, now: datetime) -> None:
        """Makes points and links what they are in `copy`: the ledger gets the differences, as everything it is told."""
        wanted: Holdings = {(HolderKind.MEMBER, member): dict(points) for member, points in copy.members.items()}
        await self.rows("DELETE FROM links WHERE guild_id = ?", guild_id)
        for account in copy.accounts:
            account_id = await self._account(guild_id, account)
            wanted[HolderKind.ACCOUNT, account_id] = dict(account.points)
            if account.member_id is not None:
                await self.rows(
                    "INSERT OR REPLACE INTO links (account_id, guild_id, member_id, linked_at) VALUES (?, ?, ?, ?)",
                    *(account_id, guild_id, account.member_id, account.linked_at or stored(now)),
                )
        held = _holdings(
            await self.rows("SELECT holder_kind, holder_id, origin, points FROM balances WHERE guild_id = ?", guild_id)
        )
        await self.many(
            "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, action_id, made_at) "
            "VALUES (?, ?, ?, ?, ?, 'backup', ?, ?)",
            [
                (guild_id, *holder, origin, amount, action_id, stored(now))
                for holder in wanted.keys() | held.keys()
                for origin, amount in _difference(held.get(holder, {}), wanted.get(holder, {}))
            ],
        )

    async def _account(self, guild_id: int, account: CopiedAccount) -> int:
        """The server's account with that TikTok id, or, where that is not known, of that name; a new one if need be."""
        found = await self.number(
            "SELECT account_id FROM accounts WHERE guild_id = ? AND handle = ? AND tiktok_user_id IS NULL",
            *(guild_id, account.handle),
        )
        if account.tiktok_user_id is not None:
            found = await self.number(
                "SELECT account_id FROM accounts WHERE guild_id = ? AND tiktok_user_id = ?",
                *(guild_id, account.tiktok_user_id),
            )
        return found or await self.number(
            "INSERT INTO accounts (guild_id, handle, tiktok_user_id) VALUES (?, ?, ?) RETURNING account_id",
            *(guild_id, account.handle, account.tiktok_user_id),
        )


def _difference(now: Points, then: Points) -> Iterable[tuple[str, int]]:
    both = ((origin, then.get(origin, 0) - now.get(origin, 0)) for origin in sorted(now.keys() | then.keys()))
    return [(origin, amount) for origin, amount in both if amount]


def _holdings(rows: Iterable[sqlite3.Row | tuple[str, int, str, int]]) -> Holdings:
    found: Holdings = {}
    for kind, holder, origin, points in rows:
        found.setdefault((kind, holder), {})[origin] = points
    return found
