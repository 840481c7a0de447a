"""Blocks by staff (rule 12): made, listed, taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain import points_refusals, review_refusals
from domain.actions import ActionKind
from domain.blocks import SHORTEST_PATTERN, Block, BlockKind, read_website
from domain.changes import NoticeQueued, QueueChanged
from domain.submissions import Person
from domain.text import clean_line, normalise_handle
from services.base import Service, remove_all
from tables import Tables

LONGEST_REASON = 200


class Blocks(Service):
    """One server's blocks."""

    async def add(
        self,
        guild_id: int,
        doer: Person,
        kind: BlockKind,
        value: str,
        reason: str,
        days: int | None = None,
        name: str = "",
    ) -> Block:
        """Blocks a member (by id), an account (by handle), a website or a text; for `days`, or until taken away.

        The log says `name` where the value says nothing to people.
        """
        block = self._new(guild_id, doer, kind, _checked(kind, value), reason, days)
        async with self._database.transaction() as tables:
            block_id = await tables.blocks.add(block, doer.member_id)
            about = Person(await _member_behind(tables, block), name or block.value)
            await tables.actions.add(guild_id, ActionKind.BLOCK, doer, block.made_at, kind, block.reason, about=about)
        return replace(block, block_id=block_id)

    async def add_and_remove_songs(
        self, guild_id: int, doer: Person, member: Person, reason: str, days: int | None = None
    ) -> tuple[Block, int]:
        """Blocks a member and takes all their songs that wait out of the queue; returns how many these were.

        It is one action: /undo takes back the block and brings the songs back.
        """
        block = self._new(guild_id, doer, BlockKind.MEMBER, str(member.member_id), reason, days)
        async with self._database.transaction() as tables:
            songs = await tables.submissions.active_of(guild_id, member.member_id)
            counted = f"{_count(len(songs))} of"
            action = await tables.actions.add(
                guild_id, ActionKind.BLOCK_AND_REMOVE, doer, block.made_at, counted, block.reason, about=member
            )
            coins = await remove_all(tables, action, songs, block.made_at, block.reason)
            if songs:
                await _tell(tables, block, member, len(songs), coins)
            block_id = await tables.blocks.add(block, doer.member_id)
        self._feed.announce(QueueChanged(guild_id), NoticeQueued(guild_id))
        return replace(block, block_id=block_id), len(songs)

    async def remove(self, guild_id: int, doer: Person, block_id: int) -> None:
        """Takes a block away; refuses a number that the server does not have."""
        async with self._database.transaction() as tables:
            if not await tables.blocks.remove(guild_id, block_id):
                raise review_refusals.no_such_block(block_id)
            await tables.actions.add(guild_id, ActionKind.UNBLOCK, doer, self._clock(), f"block {block_id}")

    async def holding(self, guild_id: int) -> list[Block]:
        """The blocks that hold now, oldest first."""
        async with self._database.transaction() as tables:
            return [block for block in await tables.blocks.all(guild_id) if block.holds_at(self._clock())]

    def _new(self, guild_id: int, doer: Person, kind: BlockKind, value: str, reason: str, days: int | None) -> Block:
        """A block that has no number yet; refuses one without a reason."""
        now, why = self._clock(), clean_line(reason, LONGEST_REASON)
        if not why:
            raise points_refusals.reason_is_missing()
        expires_at = None if days is None else now + timedelta(days=days)
        return Block(0, guild_id, kind, value, why, expires_at, doer.name, now)


async def _tell(tables: Tables, block: Block, member: Person, songs: int, coins: int) -> None:
    """One notice for all songs together."""
    were = "song was" if songs == 1 else "songs were"
    back = f" The {coins:,} coins spent on them are credit again." if coins else ""
    text = f"Your {songs} {were} taken out of the queue by the staff.{back} Reason: {block.reason}"
    await tables.notices.queue(block.guild_id, member.member_id, text, block.made_at)


def _count(songs: int) -> str:
    return "1 song" if songs == 1 else f"{songs} songs"


async def _member_behind(tables: Tables, block: Block) -> int:
    """Whom the block is about; 0 for nobody in particular."""
    if block.kind is BlockKind.MEMBER:
        return int(block.value)
    account = await tables.accounts.by_handle(block.guild_id, block.value)
    return account.member_id or 0 if account and block.kind is BlockKind.ACCOUNT else 0


def _checked(kind: BlockKind, value: str) -> str:
    if kind is BlockKind.ACCOUNT:
        return normalise_handle(value)
    if kind is BlockKind.DOMAIN:
        return read_website(value)
    text = clean_line(value, 100)
    if kind is BlockKind.PATTERN and len(text) < SHORTEST_PATTERN:
        raise review_refusals.block_is_too_short()
    return text
