"""The names of members by their ids; nobody is kept in memory, so Discord is asked."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import discord

from views.base import person_of

log = logging.getLogger(__name__)

AT_ONCE = 100  # Discord: ids in one question over the gateway, which needs no intent for members asked by id
MOST = 1_000


async def member_names(guild: discord.Guild, member_ids: Iterable[int]) -> dict[int, str]:
    """What the first thousand of these members are called in the server; those who left have no name here."""
    wanted = list(dict.fromkeys(member_ids))[:MOST]
    found: dict[int, str] = {}
    for start in range(0, len(wanted), AT_ONCE):
        try:
            members = await guild.query_members(user_ids=wanted[start : start + AT_ONCE], limit=AT_ONCE, cache=False)
        except (TimeoutError, OSError, discord.ConnectionClosed) as failure:
            log.warning("server %d: the names of members did not come: %s", guild.id, failure)
            break
        found |= {member.id: person_of(member).name for member in members}
    return found
