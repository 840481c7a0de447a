"""TikTok accounts as a LIVE shows them: found by their ids, and named as they are called now."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from domain.live_events import Viewer
from tables.base import Table


class _Known(NamedTuple):
    account_id: int
    handle: str


class ViewersTable(Table):
    """Rows of `accounts` that have a TikTok id."""

    async def seen(self, guild_id: int, viewers: Iterable[Viewer]) -> dict[int, int]:
        """The account ids of viewers by their TikTok ids; new ones are stored, changed handles are noted.

        A handle that was linked before its account was seen on a LIVE is bound to the account now (rule 11).
        """
        by_id: dict[int, Viewer] = {}
        for viewer in viewers:
            if viewer.handle or viewer.user_id not in by_id:
                by_id[viewer.user_id] = viewer
        known = await self._known(guild_id, by_id)
        news = [viewer for viewer in by_id.values() if _is_news(viewer, known.get(viewer.user_id))]
        if news:
            await self._name(guild_id, news, known)
            known = await self._known(guild_id, by_id)
        return {user_id: one.account_id for user_id, one in known.items()}

    async def _known(self, guild_id: int, user_ids: Iterable[int]) -> dict[int, _Known]:
        rows = await self.rows(
            "SELECT a.tiktok_user_id, a.account_id, a.handle FROM json_each(?) j CROSS JOIN accounts a "
            "WHERE a.guild_id = ? AND a.tiktok_user_id = j.value",
            *(json.dumps(list(user_ids)), guild_id),
        )
        return {row[0]: _Known(row[1], row[2]) for row in rows}

    async def _name(self, guild_id: int, viewers: list[Viewer], known: Mapping[int, _Known]) -> None:
        """Stores what the viewers are called. TikTok: a handle is one account's at a time, and can be given up."""
        owners = {viewer.handle: viewer.user_id for viewer in viewers if viewer.handle}
        rows = await self.rows(
            "SELECT a.account_id, a.handle, a.tiktok_user_id FROM json_each(?) j CROSS JOIN accounts a "
            "WHERE a.guild_id = ? AND a.handle = j.value",
            *(json.dumps(list(owners)), guild_id),
        )
        for account_id, handle, user_id in rows:
            owner = owners[handle]
            if user_id is not None:
                await self._release(account_id)
            elif owner in known:
                await self._merge(account_id, known[owner].account_id)
            else:
                await self.rows("UPDATE accounts SET tiktok_user_id = ? WHERE account_id = ?", owner, account_id)
        await self.many(
            "INSERT INTO accounts (guild_id, tiktok_user_id, handle) VALUES (?, ?, ?) "
            "ON CONFLICT (guild_id, tiktok_user_id) DO UPDATE SET handle = excluded.handle",
            [
                (guild_id, one.user_id, one.handle if owners.get(one.handle) == one.user_id else one.made_up_name)
                for one in viewers
            ],
        )

    async def _release(self, account_id: int) -> None:
        """Takes the handle from an account that is called something else by now; its next event tells what."""
        await self.rows("UPDATE accounts SET handle = 'user' || tiktok_user_id WHERE account_id = ?", account_id)

    async def _merge(self, waiting: int, seen: int) -> None:
        """An account that was seen before has taken a handle that somebody linked: its own link goes before that."""
        await self.rows("UPDATE OR IGNORE links SET account_id = ? WHERE account_id = ?", seen, waiting)
        await self.rows("DELETE FROM links WHERE account_id = ?", waiting)
        await self.rows("DELETE FROM accounts WHERE account_id = ?", waiting)


def _is_news(viewer: Viewer, known: _Known | None) -> bool:
    return known is None or viewer.handle not in {"", known.handle}
