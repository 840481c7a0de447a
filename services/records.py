"""What was: the archive of songs played, and the log of what staff did."""

from __future__ import annotations

from dataclasses import dataclass

from domain.actions import StaffAction
from domain.submissions import Submission
from services.base import Service
from tables import Tables

PAGE = 10


@dataclass(frozen=True)
class ArchivePage:
    """A page of songs played, newest first."""

    songs: list[Submission]
    page: int
    has_more: bool


@dataclass(frozen=True)
class AuditPage:
    """A page of staff actions, newest first."""

    actions: list[StaffAction]
    page: int
    has_more: bool


class Records(Service):
    """One server's past."""

    async def archive(self, guild_id: int, page: int, member_id: int | None = None) -> ArchivePage:
        """A page, from 0, of all songs played, or of one member's."""

        async def read(tables: Tables) -> list[Submission]:
            if member_id is None:
                return await tables.submissions.archive(guild_id, PAGE + 1, page * PAGE)
            return await tables.submissions.archive_of(guild_id, member_id, PAGE + 1, page * PAGE)

        found = await self._database.read_tables(read)
        return ArchivePage(found[:PAGE], page, len(found) > PAGE)

    async def audit(self, guild_id: int, page: int) -> AuditPage:
        """A page, from 0, of who did what to which song when."""
        found = await self._database.read_tables(lambda it: it.actions.log(guild_id, PAGE + 1, page * PAGE))
        return AuditPage(found[:PAGE], page, len(found) > PAGE)

    async def quick_check(self) -> str:
        """What SQLite's own check says of the database: `ok`, or the first damage it found."""
        return await self._database.quick_check()
