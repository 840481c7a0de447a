"""All data SQL: a class per kind of thing, rows to frozen dataclasses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable

from tables.accounts import AccountsTable, CodesTable
from tables.actions import ActionsTable
from tables.base import Connection
from tables.credit import CreditTable
from tables.erasure import Erasure
from tables.guilds import BlocksTable, GuildsTable
from tables.housekeeping import Retention, Times
from tables.ledger import LedgerTable
from tables.live_activity import LiveTable
from tables.memberships import Memberships, Removal
from tables.outbox import BookmarksTable, DisplaysTable, NoticesTable
from tables.personal import PersonalTable
from tables.point_copies import PointCopiesTable
from tables.read_cache import Read, ReadCache
from tables.restore import RestoreTable
from tables.sessions import ReportsTable, SessionsTable
from tables.shows import PlaysTable, ShowsTable
from tables.submissions import DraftsTable, SubmissionsTable
from tables.viewers import ViewersTable


class Tables:
    """The tables as one transaction sees them; or one that only reads; made by `Database` alone."""

    def __init__(self, connection: Connection, memory: ReadCache | None = None) -> None:
        self._connection = connection
        self._cache = memory or ReadCache()
        self.accounts = AccountsTable(connection)
        self.actions = ActionsTable(connection)
        self.blocks = BlocksTable(connection)
        self.bookmarks = BookmarksTable(connection)
        self.codes = CodesTable(connection)
        self.credit = CreditTable(connection)
        self.displays = DisplaysTable(connection)
        self.drafts = DraftsTable(connection)
        self.erasure = Erasure(connection)
        self.guilds = GuildsTable(connection)
        self.ledger = LedgerTable(connection)
        self.live = LiveTable(connection)
        self.memberships = Memberships(connection)
        self.notices = NoticesTable(connection)
        self.personal = PersonalTable(connection)
        self.plays = PlaysTable(connection)
        self.point_copies = PointCopiesTable(connection)
        self.removal = Removal(connection)
        self.reports = ReportsTable(connection)
        self.restore = RestoreTable(connection)
        self.retention = Retention(connection)
        self.sessions = SessionsTable(connection)
        self.shows = ShowsTable(connection)
        self.submissions = SubmissionsTable(connection)
        self.times = Times(connection)
        self.viewers = ViewersTable(connection)

    async def cached(self, key: Hashable, read: Callable[[], Awaitable[Read]]) -> Read:
        """What `read` gave for `key` since the last change of any row, else what it gives now."""
        return await self._cache.cached(self._connection, key, read)
