"""Credit: coins of gifts in lots, and what was spent of them on songs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from domain.points import Holder, HolderKind
from domain.promotion import Lot
from tables.base import Table, loaded, stored

KEPT_FOR = timedelta(days=30)


class CreditTable(Table):
    """Rows of `lots` and `spendings`."""

    async def give(
        self, guild_id: int, kind: HolderKind, coins: Mapping[int, int], source: str, now: datetime
    ) -> None:  # fmt: skip
        """Coins for holders by id, which expire after 30 days; what comes from one source in one minute is one lot."""
        await self.many(
            "INSERT INTO lots (guild_id, holder_kind, holder_id, coins, coins_left, source, given_at, expires_at) "
            "VALUES (?1, ?2, ?3, ?4, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET coins = coins + excluded.coins, "
            "coins_left = coins_left + excluded.coins, expires_at = max(expires_at, excluded.expires_at)",
            [
                (guild_id, kind, holder, number, source, stored(now.replace(second=0, microsecond=0)), expires)
                for expires in [stored(now + KEPT_FOR)]
                for holder, number in coins.items()
            ],
        )

    async def lots(self, guild_id: int, holders: Iterable[Holder], now: datetime) -> list[Lot]:
        """The coins that the holders can spend together, oldest first."""
        found: list[Lot] = []
        for holder in holders:
            rows = await self.rows(
                "SELECT lot_id, coins_left, expires_at FROM lots "
                "WHERE guild_id = ? AND holder_kind = ? AND holder_id = ? AND expires_at > ? AND coins_left > 0",
                *(guild_id, holder.kind, holder.holder_id, stored(now)),
            )
            found += [Lot(row[0], row[1], loaded(row[2])) for row in rows]
        return sorted(found, key=lambda lot: (lot.expires_at, lot.lot_id))

    async def spend(self, guild_id: int, submission_id: int, shares: Iterable[tuple[int, int]], action: int) -> None:
        """Takes coins out of lots, each a (lot, coins), for a song."""
        for lot_id, coins in shares:
            await self.rows("UPDATE lots SET coins_left = coins_left - ? WHERE lot_id = ?", coins, lot_id)
            await self.rows(
                "INSERT INTO spendings (guild_id, submission_id, lot_id, coins, spent_by) VALUES (?, ?, ?, ?, ?)",
                *(guild_id, submission_id, lot_id, coins, action),
            )

    async def spent_on(self, submission_id: int) -> int:
        """The coins that a song has paid and that were not returned."""
        return await self.number(
            "SELECT sum(coins) FROM spendings WHERE submission_id = ? AND returned = 0", submission_id
        )

    async def return_song(self, submission_id: int, action: int | None, now: datetime) -> int:
        """Gives back what a song has paid, good for 30 days at least; returns how many coins."""
        rows = await self.rows(
            "UPDATE spendings SET returned = 1, returned_by = ? WHERE submission_id = ? AND returned = 0 "
            "RETURNING lot_id, coins",
            *(action, submission_id),
        )
        return await self._refill([(row[0], row[1]) for row in rows], now)

    async def take_back(self, action: int, now: datetime) -> None:
        """Undoes what an action did to credit: what it spent comes back, what it returned is spent again if it can."""
        rows = await self.rows(
            "UPDATE spendings SET returned = 1 WHERE spent_by = ? AND returned = 0 RETURNING lot_id, coins", action
        )
        await self._refill([(row[0], row[1]) for row in rows], now)
        for row in await self.rows("SELECT spending_id, lot_id, coins FROM spendings WHERE returned_by = ?", action):
            taken = await self.rows(
                "UPDATE lots SET coins_left = coins_left - ? WHERE lot_id = ? AND coins_left >= ? RETURNING 1",
                *(row["coins"], row["lot_id"], row["coins"]),
            )
            if taken:
                await self.rows(
                    "UPDATE spendings SET returned = 0, returned_by = NULL WHERE spending_id = ?", row["spending_id"]
                )

    async def _refill(self, shares: list[tuple[int, int]], now: datetime) -> int:
        for lot_id, coins in shares:
            await self.rows(
                "UPDATE lots SET coins_left = coins_left + ?, expires_at = max(expires_at, ?) WHERE lot_id = ?",
                *(coins, stored(now + KEPT_FOR), lot_id),
            )
        return sum(coins for _, coins in shares)
