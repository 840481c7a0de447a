"""Blocks by staff (rule 12): made, listed, taken away."""

from __future__ import annotations

from datetime import timedelta

from domain import refusals
from domain.actions import ActionKind
from domain.blocks import SHORTEST_PATTERN, Block, BlockKind, read_website
from domain.submissions import Person
from domain.text import clean_line, normalise_handle
from services.base import Service
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
        now, why = self._clock(), clean_line(reason, LONGEST_REASON)
        if not why:
            raise refusals.reason_is_missing()
        expires_at = None if days is None else now + timedelta(days=days)
        block = Block(0, guild_id, kind, _checked(kind, value), why, expires_at, doer.name, now)
        async with self._database.transaction() as tables:
            block_id = await tables.blocks.add(block, doer.member_id)
            about = Person(await _member_behind(tables, block), name or block.value)
            await tables.actions.add(guild_id, ActionKind.BLOCK, doer, now, kind, why, about=about)
        return Block(block_id, guild_id, kind, block.value, why, expires_at, doer.name, now)

    async def remove(self, guild_id: int, doer: Person, block_id: int) -> None:
        """Takes a block away; refuses a number that the server does not have."""
        async with self._database.transaction() as tables:
            if not await tables.blocks.remove(guild_id, block_id):
                raise refusals.no_such_block(block_id)
            await tables.actions.add(guild_id, ActionKind.UNBLOCK, doer, self._clock(), f"block {block_id}")

    async def holding(self, guild_id: int) -> list[Block]:
        """The blocks that hold now, oldest first."""
        async with self._database.transaction() as tables:
            return [block for block in await tables.blocks.all(guild_id) if block.holds_at(self._clock())]


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
        raise refusals.block_is_too_short()
    return text
