"""A member made nobody: by id where a name stands beside one, and by reading where only a text says who it was."""

# ruff: noqa: S608 - the names in the statements are those of the lists here and in personal_columns
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.naming import NOBODY, Called
from tables.accounts import IDLE, UNSEEN
from tables.base import Table, stored
from tables.guards import unguarded
from tables.mentions import Mention
from tables.personal import ABOUT, GONE, OF_HOLDER, OF_MEMBER
from tables.personal_columns import PAIRS


class Erasure(Table):
    """Rows of every table that knows members."""

    async def forget(
        self, guild_id: int, who: Called, mentions: Sequence[Mention], stand_in: int, now: datetime
    ) -> None:
        """Puts `stand_in` in place of the member's id and nobody's name in place of theirs; sums stay."""
        unseen = await self._unseen_handles(guild_id, who)
        await self.rows(
            "DELETE FROM blocks WHERE guild_id = ? AND kind = 'member' AND value = ? AND expires_at <= ?",
            *(guild_id, str(who.member_id), stored(now)),
        )
        for name in GONE:
            await self._run(f"DELETE FROM {name} WHERE {ABOUT[name]}", guild_id, who)
        await self._drop_handles(unseen)
        async with unguarded(self):
            await self._blank_texts(guild_id, who, mentions)
            for name in ("ledger", "balances", "lots"):
                await self._run(f"UPDATE {name} SET holder_id = {stand_in} WHERE {OF_HOLDER}", guild_id, who)
        await self._run(f"UPDATE plays SET member_id = {stand_in} WHERE {OF_MEMBER}", guild_id, who)
        await self._blank_names(guild_id, who, stand_in)

    async def _unseen_handles(self, guild_id: int, who: Called) -> list[int]:
        rows = await self.rows(
            "SELECT account_id FROM links JOIN accounts USING (account_id) "
            f"WHERE links.guild_id = ? AND member_id = ? AND {UNSEEN}",
            *(guild_id, who.member_id),
        )
        return [row[0] for row in rows]

    async def _drop_handles(self, unseen: Sequence[int]) -> None:
        """Those that no LIVE showed go; one with points keeps these under a name that no TikTok account can have."""
        for account_id in unseen:
            await self.rows(f"DELETE FROM accounts WHERE account_id = ? AND {IDLE}", account_id)
            await self.rows("UPDATE accounts SET handle = 'erased-' || account_id WHERE account_id = ?", account_id)

    async def _blank_texts(self, guild_id: int, who: Called, mentions: Sequence[Mention]) -> None:
        own = f"SELECT submission_id FROM submissions WHERE {OF_MEMBER}"
        await self._run(f"UPDATE song_changes SET old_reason = '' WHERE submission_id IN ({own})", guild_id, who)
        await self._run(f"UPDATE submissions SET note = '', reason = '' WHERE {OF_MEMBER}", guild_id, who)
        for one in mentions:
            place = one.place
            await self.rows(
                f"UPDATE {place.table} SET {place.put} WHERE {place.key} = ? AND {place.text} = ?",
                *(one.left, one.key, one.text),
            )

    async def _blank_names(self, guild_id: int, who: Called, stand_in: int) -> None:
        await self.rows(
            "UPDATE staff_actions SET subject = 'a handle to' "
            "WHERE guild_id = ? AND subject_member_id = ? AND kind = 'link handle'",
            *(guild_id, who.member_id),
        )
        for table, pairs in PAIRS.items():
            for number, name in pairs:
                await self.rows(
                    f"UPDATE {table} SET {number} = ?, {name} = ? WHERE guild_id = ? AND {number} = ?",
                    *(stand_in, NOBODY, guild_id, who.member_id),
                )

    async def _run(self, sql: str, guild_id: int, who: Called) -> None:
        await self._connection.execute_fetchall(sql, {"guild": guild_id, "member": who.member_id})
