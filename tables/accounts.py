"""TikTok accounts of a server, the members they are linked to, and who is away."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from domain.accounts import Account, HandleCode
from tables.base import Table, stored

UNSEEN = "tiktok_user_id IS NULL"
# An account that nobody has, and that nothing was counted for.
IDLE = """
    NOT EXISTS (SELECT 1 FROM links l WHERE l.account_id = accounts.account_id)
    AND NOT EXISTS (SELECT 1 FROM attendance t WHERE t.account_id = accounts.account_id)
    AND NOT EXISTS (SELECT 1 FROM balances b WHERE b.guild_id = accounts.guild_id
        AND b.holder_kind = 'account' AND b.holder_id = accounts.account_id)
    AND NOT EXISTS (SELECT 1 FROM lots o WHERE o.guild_id = accounts.guild_id
        AND o.holder_kind = 'account' AND o.holder_id = accounts.account_id)
"""


class AccountsTable(Table):
    """Rows of `accounts`, `links` and `away`."""

    async def by_handle(self, guild_id: int, handle: str) -> Account | None:
        """The account with that handle, the linked one first."""
        row = await self.row(
            "SELECT a.account_id, a.handle, a.tiktok_user_id, l.member_id FROM accounts a "
            "LEFT JOIN links l ON l.account_id = a.account_id "
            "WHERE a.guild_id = ? AND a.handle = ? ORDER BY l.member_id IS NULL LIMIT 1",
            *(guild_id, handle),
        )
        return Account(row[0], row[1], row[2], row[3]) if row else None

    async def owners(self, account_ids: Iterable[int]) -> dict[int, int]:
        """The members that the accounts are linked to, by account."""
        rows = await self.rows(
            "SELECT l.account_id, l.member_id FROM json_each(?) j CROSS JOIN links l WHERE l.account_id = j.value",
            json.dumps(list(account_ids)),
        )
        return {row[0]: row[1] for row in rows}

    async def add(self, guild_id: int, handle: str, tiktok_user_id: int | None = None) -> int:
        """Stores an account and returns its id."""
        return await self.number(
            "INSERT INTO accounts (guild_id, handle, tiktok_user_id) VALUES (?, ?, ?) RETURNING account_id",
            *(guild_id, handle, tiktok_user_id),
        )

    async def link(self, guild_id: int, account_id: int, member_id: int, now: datetime) -> None:
        """Links the account to the member, whoever had it before."""
        await self.rows(
            "INSERT INTO links (account_id, guild_id, member_id, linked_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET member_id = excluded.member_id, linked_at = excluded.linked_at",
            *(account_id, guild_id, member_id, stored(now)),
        )

    async def unlink(self, account_id: int) -> None:
        """Drops the link; the account keeps its points."""
        await self.rows("DELETE FROM links WHERE account_id = ?", account_id)

    async def drop_unseen(self, account_id: int) -> None:
        """Forgets a handle that was typed and that no LIVE ever showed, unless somebody has it or it has points."""
        await self.rows(f"DELETE FROM accounts WHERE account_id = ? AND {UNSEEN} AND {IDLE}", account_id)  # noqa: S608

    async def of_member(self, guild_id: int, member_id: int) -> list[Account]:
        """The accounts linked to a member, oldest link first."""
        rows = await self.rows(
            "SELECT a.account_id, a.handle, a.tiktok_user_id FROM links l JOIN accounts a USING (account_id) "
            "WHERE l.guild_id = ? AND l.member_id = ? ORDER BY l.linked_at, a.account_id",
            *(guild_id, member_id),
        )
        return [Account(row["account_id"], row["handle"], row["tiktok_user_id"], member_id) for row in rows]

    async def handles_starting(self, guild_id: int, prefix: str, limit: int) -> list[str]:
        """Handles that a LIVE has shown in the server and that start with `prefix`, in alphabetical order."""
        rows = await self.rows(
            f"SELECT DISTINCT handle FROM accounts WHERE guild_id = ? AND handle >= ? AND handle < ? AND NOT {UNSEEN} "  # noqa: S608
            "ORDER BY handle LIMIT ?",
            *(guild_id, prefix, prefix + "\U0010ffff", limit),
        )
        return [row[0] for row in rows]

    async def away(self, guild_id: int) -> set[int]:
        """The members whose songs are passed over."""
        return {row[0] for row in await self.rows("SELECT member_id FROM away WHERE guild_id = ?", guild_id)}

    async def set_away(self, guild_id: int, member_id: int, now: datetime) -> None:
        """The member goes away."""
        await self.rows("INSERT INTO away VALUES (?, ?, ?) ON CONFLICT DO NOTHING", guild_id, member_id, stored(now))

    async def set_back(self, guild_id: int, member_id: int) -> bool:
        """The member is back; False when they were not away."""
        return bool(
            await self.rows("DELETE FROM away WHERE guild_id = ? AND member_id = ? RETURNING 1", guild_id, member_id)
        )


class CodesTable(Table):
    """Rows of `handle_codes`."""

    async def add(self, guild_id: int, code: HandleCode, expires_at: datetime) -> bool:
        """Stores a code in place of the member's earlier one for that handle; False where the code is taken."""
        await self.rows(
            "DELETE FROM handle_codes WHERE guild_id = ? AND member_id = ? AND handle = ?",
            *(guild_id, code.member_id, code.handle),
        )
        return bool(
            await self.rows(
                "INSERT INTO handle_codes VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1",
                *(guild_id, code.code, code.member_id, code.handle, stored(expires_at)),
            )
        )

    async def take(self, guild_id: int, code: str, handle: str, now: datetime) -> HandleCode | None:
        """Uses up a code that is good at `now` for that handle; None where there is no such code."""
        row = await self.row(
            "DELETE FROM handle_codes WHERE guild_id = ? AND code = ? AND handle = ? AND expires_at > ? "
            "RETURNING member_id",
            *(guild_id, code, handle, stored(now)),
        )
        return HandleCode(code, row["member_id"], handle) if row else None
