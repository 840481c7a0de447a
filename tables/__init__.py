"""All data SQL: a class per kind of thing, rows to frozen dataclasses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Hashable

from tables.accounts import Accounts
from tables.actions import Actions
from tables.base import Connection
from tables.blocks import Blocks
from tables.bookmarks import Bookmarks
from tables.codes import Codes
from tables.credit import Credit
from tables.displays import Displays
from tables.drafts import Drafts
from tables.erasure import Erasure
from tables.guilds import Guilds
from tables.ledger import Ledger
from tables.live import Live
from tables.memberships import Memberships
from tables.memory import Memory, Read
from tables.notices import Notices
from tables.personal import Personal
from tables.plays import Plays
from tables.point_copies import PointCopies
from tables.removal import Removal
from tables.reports import Reports
from tables.restore import Restore
from tables.retention import Retention
from tables.sessions import Sessions
from tables.shows import Shows
from tables.submissions import Submissions
from tables.times import Times
from tables.viewers import Viewers


class Tables:
    """The tables as one transaction sees them; or one that only reads; made by `Database` alone."""

    def __init__(self, connection: Connection, memory: Memory | None = None) -> None:
        self._connection = connection
        self._memory = memory or Memory()
        self.accounts = Accounts(connection)
        self.actions = Actions(connection)
        self.blocks = Blocks(connection)
        self.bookmarks = Bookmarks(connection)
        self.codes = Codes(connection)
        self.credit = Credit(connection)
        self.displays = Displays(connection)
        self.drafts = Drafts(connection)
        self.erasure = Erasure(connection)
        self.guilds = Guilds(connection)
        self.ledger = Ledger(connection)
        self.live = Live(connection)
        self.memberships = Memberships(connection)
        self.notices = Notices(connection)
        self.personal = Personal(connection)
        self.plays = Plays(connection)
        self.point_copies = PointCopies(connection)
        self.removal = Removal(connection)
        self.reports = Reports(connection)
        self.restore = Restore(connection)
        self.retention = Retention(connection)
        self.sessions = Sessions(connection)
        self.shows = Shows(connection)
        self.submissions = Submissions(connection)
        self.times = Times(connection)
        self.viewers = Viewers(connection)

    async def recall(self, key: Hashable, read: Callable[[], Awaitable[Read]]) -> Read:
        """What `read` gave for `key` since the last change of any row, else what it gives now."""
        return await self._memory.recall(self._connection, key, read)
