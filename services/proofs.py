"""Proving handles by code: comments of a LIVE that are a code link the account that typed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.live import Comment
from domain.proofs import code_in
from tables import Tables


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
