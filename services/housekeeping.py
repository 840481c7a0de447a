"""What is mended and dropped by itself: rows that nobody needs any more, and what a wrong clock has left."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from domain.refusals import DataUnusable
from domain.retention import rows_go_before, sessions_go_before
from services.base import Service
from services.reports import read_report
from tables import Tables
from tables.housekeeping import RULES, Rule
from tables.sessions import SessionTotals

FOUND_AT_ONCE = 20_000
DROPPED_AT_ONCE = 500


class Retention(Service):
    """Of all servers."""

    async def drop_old(self) -> None:
        """Drops what is kept for long enough; what is left when it is stopped goes the next time."""
        before = rows_go_before(self._clock())
        for rule in RULES:
            await self._drop_rows(rule, before[rule.table])
        closed_before = sessions_go_before(self._clock())
        old = await self._database.read_tables(lambda tables: tables.retention.old_sessions(closed_before))
        for guild_id, session_id in old:
            await self._keep_sums(guild_id, session_id)
            while await self._drop_some(session_id):
                pass

    async def _drop_rows(self, rule: Rule, before: datetime) -> None:
        while found := await self._database.read_tables(lambda it: it.retention.old(rule, before, FOUND_AT_ONCE)):
            for start in range(0, len(found), DROPPED_AT_ONCE):
                async with self._database.transaction() as tables:
                    await tables.retention.drop(rule, found[start : start + DROPPED_AT_ONCE], before)

    async def _keep_sums(self, guild_id: int, session_id: int) -> None:
        """The sums are on disk before the first row of what they were made of goes."""

        async def read(tables: Tables) -> SessionTotals | None:
            session = await tables.sessions.get(guild_id, session_id)
            return (await read_report(tables, session)).totals if session else None

        if totals := await self._database.read_tables(read):
            async with self._database.transaction() as tables:
                await tables.reports.keep_totals(session_id, totals)

    async def _drop_some(self, session_id: int) -> bool:
        """False once nothing is left to drop; a restore may have brought back a session that has no sums yet."""
        async with self._database.transaction() as tables:
            has_sums = await tables.reports.totals(session_id) is not None
            return has_sums and await tables.retention.drop_some_of_session(session_id, DROPPED_AT_ONCE)


log = logging.getLogger(__name__)


class Times(Service):
    """The times of all servers."""

    async def bring_back(self, follow: Callable[[], None] = lambda: None) -> int:
        """Lets the clock follow the computer's, and brings times from the future back; returns how many rows changed.

        Both in one transaction, so that nobody stores a time in between.
        """
        async with self._database.transaction() as tables:
            follow()
            changed = await tables.times.bring_back(self._clock())
        if changed:
            log.warning("the clock was ahead before: times from the future were brought back rows=%d", changed)
        return changed

    async def put_right(self, follow: Callable[[], None]) -> bool:
        """The same while the bot runs; False while the database cannot be used."""
        try:
            await self.bring_back(follow)
        except DataUnusable:
            return False
        return True
