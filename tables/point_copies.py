"""Points and TikTok names, copied for the hourly backup and brought back from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from domain.backups import CopiedAccount, PointsCopy
from domain.points import HolderKind
from tables.base import Table, stored
from tables.staging import Staged

# How the reader of a backup hands them over.
ACCOUNTS = ("place", "handle", "tiktok_user_id", "member_id", "linked_at")
POINTS = ("holder", "is_member", "origin", "amount")
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


# The server's account with that TikTok id, or, where that is not known, of that name.
_FOUND = (
    "CASE WHEN c.tiktok_user_id IS NULL THEN (SELECT min(account_id) FROM accounts a "
    "WHERE a.guild_id = ?1 AND a.handle = c.handle AND a.tiktok_user_id IS NULL) "
    "ELSE (SELECT account_id FROM accounts a WHERE a.guild_id = ?1 AND a.tiktok_user_id = c.tiktok_user_id) END"
)


class PointCopiesTable(Table):
    """Rows of `ledger`, `accounts` and `links`."""

    async def bring_back(self, guild_id: int, staged: Staged, action_id: int, now: datetime) -> None:
        """Makes points and links what they are in the copy: the ledger gets the differences, as everything it is told.

        In whole sets: a server has tens of thousands of accounts, and everybody waits for this.
        """
        await self.rows(f"CREATE TEMP TABLE copied ({', '.join(ACCOUNTS)}, account_id, PRIMARY KEY (place))")
        await self.rows(f"CREATE TEMP TABLE wanted ({', '.join(POINTS)})")
        await self.stream("INSERT INTO temp.copied VALUES (?, ?, ?, ?, ?, NULL)", staged.rows("accounts", ACCOUNTS))
        await self.stream("INSERT INTO temp.wanted VALUES (?, ?, ?, ?)", staged.rows("points", POINTS))
        await self._find_accounts(guild_id)
        await self.rows("DELETE FROM links WHERE guild_id = ?", guild_id)
        await self.rows(
            "INSERT OR REPLACE INTO links (account_id, guild_id, member_id, linked_at) "
            "SELECT account_id, ?, member_id, coalesce(linked_at, ?) FROM temp.copied "
            "WHERE member_id IS NOT NULL ORDER BY place",
            *(guild_id, stored(now)),
        )
        await self._add_differences(guild_id, action_id, now)
        for name in ("copied", "wanted"):
            await self.rows(f"DROP TABLE temp.{name}")

    async def _find_accounts(self, guild_id: int) -> None:
        """Each account of the copy among the server's; a new one if need be."""
        await self.rows(f"UPDATE temp.copied AS c SET account_id = {_FOUND}", guild_id)  # noqa: S608
        await self.rows(
            "INSERT INTO accounts (guild_id, handle, tiktok_user_id) SELECT ?, handle, tiktok_user_id FROM temp.copied "
            "WHERE account_id IS NULL GROUP BY tiktok_user_id, iif(tiktok_user_id IS NULL, handle, NULL) "
            "ORDER BY min(place)",
            guild_id,
        )
        await self.rows(f"UPDATE temp.copied AS c SET account_id = {_FOUND} WHERE account_id IS NULL", guild_id)  # noqa: S608

    async def _add_differences(self, guild_id: int, action_id: int, now: datetime) -> None:
        await self.rows(
            "INSERT INTO ledger (guild_id, holder_kind, holder_id, origin, amount, reason, action_id, made_at) "
            "SELECT ?1, kind, holder, origin, sum(amount), 'backup', ?2, ?3 FROM ("
            "SELECT 'member' AS kind, holder, origin, amount FROM temp.wanted WHERE is_member "
            "UNION ALL SELECT 'account', c.account_id, w.origin, w.amount FROM temp.wanted w "
            "JOIN temp.copied c ON c.place = w.holder WHERE NOT w.is_member "
            "UNION ALL SELECT holder_kind, holder_id, origin, -points FROM balances WHERE guild_id = ?1"
            ") GROUP BY kind, holder, origin HAVING sum(amount) <> 0",
            *(guild_id, action_id, stored(now)),
        )


def _holdings(rows: Iterable[sqlite3.Row | tuple[str, int, str, int]]) -> Holdings:
    found: Holdings = {}
    for kind, holder, origin, points in rows:
        found.setdefault((kind, holder), {})[origin] = points
    return found
