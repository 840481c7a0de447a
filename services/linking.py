"""Linking TikTok handles to members, so that what they earn on the LIVE counts for their songs (rule 11)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain import points_refusals
from domain.accounts import GOOD_FOR, Account, HandleCode, code_in, new_code
from domain.actions import ActionKind
from domain.changes import NoticeQueued, QueueChanged
from domain.live_events import Comment
from domain.submissions import Person
from domain.text import normalise_handle
from services.base import Service
from services.promotions import promote
from tables import Tables


@dataclass(frozen=True)
class Linked:
    """A handle that is linked; or, with a `code`, one that will be as soon as the code is typed in the LIVE's chat.

    It `is_waiting` until a LIVE shows it for the first time.
    """

    handle: str
    code: str | None = None
    is_waiting: bool = False


class Linking(Service):
    """One server's handles."""

    async def link(self, guild_id: int, member: Person, handle: str) -> Linked:
        """Links a handle to the member, as far as the server's proof allows; refuses one that somebody else has."""
        async with self._database.transaction() as tables:
            linked = await link_handle(tables, guild_id, member.member_id, handle, self._clock())
            await promote(tables, guild_id, member.member_id, self._clock())
        self._feed.announce(QueueChanged(guild_id), NoticeQueued(guild_id))
        return linked

    async def move(self, guild_id: int, doer: Person, member: Person, handle: str) -> str:
        """Links a handle to the member by a staff decision, whoever has it now."""
        name, now = normalise_handle(handle), self._clock()
        async with self._database.transaction() as tables:
            account_id = await _account(tables, guild_id, name)
            await tables.accounts.link(guild_id, account_id, member.member_id, now)
            await tables.actions.add(guild_id, ActionKind.LINK, doer, now, f"@{name} to", about=member)
            await promote(tables, guild_id, member.member_id, now)
        self._feed.announce(QueueChanged(guild_id), NoticeQueued(guild_id))
        return name

    async def unlink(self, guild_id: int, member_id: int, handle: str) -> str:
        """Drops the member's own link; the account keeps its points, and one that was never seen goes.

        Refuses a handle that is not theirs.
        """
        name = normalise_handle(handle)
        async with self._database.transaction() as tables:
            account = await tables.accounts.by_handle(guild_id, name)
            if account is None or account.member_id != member_id:
                raise points_refusals.handle_not_linked(name)
            await tables.accounts.unlink(account.account_id)
            await tables.accounts.drop_unseen(account.account_id)
        self._feed.announce(QueueChanged(guild_id))
        return name

    async def handles_of(self, guild_id: int, member_id: int) -> list[Account]:
        """The member's linked accounts, oldest link first."""
        async with self._database.transaction() as tables:
            return await tables.accounts.of_member(guild_id, member_id)

    async def suggestions(self, guild_id: int, prefix: str) -> list[str]:
        """Up to 25 handles that were seen on a LIVE here and start like `prefix`; never what somebody typed."""
        async with self._database.transaction() as tables:
            return await tables.accounts.handles_starting(guild_id, prefix.strip().lstrip("@").lower()[:24], 25)


async def link_handle(tables: Tables, guild_id: int, member_id: int, handle: str, now: datetime) -> Linked:
    """The step that /link-tiktok and a submission share; a handle not seen yet is stored and waits for its LIVE."""
    name = normalise_handle(handle)
    account = await tables.accounts.by_handle(guild_id, name)
    if account and account.member_id == member_id:
        raise points_refusals.handle_already_yours(name)
    if account and account.member_id is not None:
        raise points_refusals.handle_is_taken(name)
    proof = (await tables.guilds.settings(guild_id)).handle_proof
    if proof == "staff":
        raise points_refusals.handle_needs_staff(name)
    if proof == "code":
        return Linked(name, await _hand_out_code(tables, guild_id, member_id, name, now))
    await tables.accounts.link(guild_id, await _account(tables, guild_id, name), member_id, now)
    return Linked(name, is_waiting=account is None or account.is_waiting)


async def _account(tables: Tables, guild_id: int, handle: str) -> int:
    account = await tables.accounts.by_handle(guild_id, handle)
    return account.account_id if account else await tables.accounts.add(guild_id, handle)


async def _hand_out_code(tables: Tables, guild_id: int, member_id: int, handle: str, now: datetime) -> str:
    """A code that nobody in the server has; of 887 million, the first is nearly always free."""
    while True:
        code = HandleCode(new_code(secrets.choice), member_id, handle)
        if await tables.codes.add(guild_id, code, now + GOOD_FOR):
            return code.code


def linked_text(linked: Linked) -> str:
    """What the member is told: that the handle is linked, or how to prove it."""
    if linked.code is None and linked.is_waiting:
        return (
            f"Your TikTok handle @{linked.handle} is linked to you and waits: it was not seen on a LIVE here yet. "
            "Once it is, its points count for your songs."
        )
    if linked.code is None:
        return f"Your TikTok handle @{linked.handle} is linked to you. Its points count for your songs."
    return (
        f"To prove that @{linked.handle} is yours, type {linked.code} once in the chat of the LIVE, "
        "within seven days. Keep it to yourself until then."
    )


async def prove_by_code(
    tables: Tables, guild_id: int, comments: Iterable[Comment], accounts: Mapping[int, int], now: datetime
) -> set[int]:
    """Links the accounts whose owners typed their code, and gives the members who are linked by it."""
    proved = set()
    for comment in comments:
        code = code_in(comment.text)
        found = await tables.codes.take(guild_id, code, comment.viewer.handle, now) if code else None
        if found:
            await tables.accounts.link(guild_id, accounts[comment.viewer.user_id], found.member_id, now)
            text = f"Your TikTok name @{found.handle} is proved and linked."
            await tables.notices.queue(guild_id, found.member_id, text, now)
            proved.add(found.member_id)
    return proved
