"""Linking TikTok handles to members, so that what they earn on the LIVE counts for their songs."""

from __future__ import annotations

from datetime import datetime

from domain import refusals
from domain.actions import ActionKind
from domain.changes import QueueChanged
from domain.submissions import Person
from domain.text import normalise_handle
from services.base import Service
from tables import Tables
from tables.accounts import Account


class Linking(Service):
    """One server's handles."""

    async def link(self, guild_id: int, member: Person, handle: str) -> str:
        """Links a handle to the member and returns it normalised; refuses one that somebody else has."""
        async with self._database.transaction() as tables:
            linked = await link_handle(tables, guild_id, member.member_id, handle, self._clock())
        self._feed.announce(QueueChanged(guild_id))
        return linked

    async def move(self, guild_id: int, doer: Person, member: Person, handle: str) -> str:
        """Links a handle to the member by a staff decision, whoever has it now."""
        name, now = normalise_handle(handle), self._clock()
        async with self._database.transaction() as tables:
            account = await tables.accounts.by_handle(guild_id, name)
            account_id = account.account_id if account else await tables.accounts.add(guild_id, name)
            await tables.accounts.link(guild_id, account_id, member.member_id, now)
            await tables.actions.add(guild_id, ActionKind.LINK, doer, now, f"@{name} to {member.name}")
        self._feed.announce(QueueChanged(guild_id))
        return name

    async def unlink(self, guild_id: int, member_id: int, handle: str) -> str:
        """Drops the member's own link; the account keeps its points. Refuses a handle that is not theirs."""
        name = normalise_handle(handle)
        async with self._database.transaction() as tables:
            account = await tables.accounts.by_handle(guild_id, name)
            if account is None or account.member_id != member_id:
                raise refusals.handle_not_linked(name)
            await tables.accounts.unlink(account.account_id)
        self._feed.announce(QueueChanged(guild_id))
        return name

    async def handles_of(self, guild_id: int, member_id: int) -> list[Account]:
        """The member's linked accounts, oldest link first."""
        async with self._database.transaction() as tables:
            return await tables.accounts.of_member(guild_id, member_id)

    async def suggestions(self, guild_id: int, prefix: str) -> list[str]:
        """Up to 25 known handles that start like `prefix`."""
        async with self._database.transaction() as tables:
            return await tables.accounts.handles_starting(guild_id, prefix.strip().lstrip("@").lower()[:24], 25)


async def link_handle(tables: Tables, guild_id: int, member_id: int, handle: str, now: datetime) -> str:
    """The step that /link-tiktok and a submission share; a handle not seen yet is stored and waits for its LIVE."""
    name = normalise_handle(handle)
    account = await tables.accounts.by_handle(guild_id, name)
    if account and account.member_id == member_id:
        raise refusals.handle_already_yours(name)
    if account and account.member_id is not None:
        raise refusals.handle_is_taken(name)
    account_id = account.account_id if account else await tables.accounts.add(guild_id, name)
    await tables.accounts.link(guild_id, account_id, member_id, now)
    return name
