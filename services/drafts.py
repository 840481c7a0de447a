"""Drafts: what a member wants to submit, and keeping it when it was refused, so that nothing is typed twice."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from domain import refusals
from domain.submissions import Person
from media.store import Audio
from services.base import Service

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Draft:
    """A song as it was handed in: texts as typed, and the file as it was stored."""

    guild_id: int
    member: Person
    artist: str = ""
    title: str = ""
    link: str = ""
    note: str = ""
    handle: str = ""
    wants_skip: bool = False
    file: Audio | None = field(default=None)


class Drafts(Service):
    """Refused drafts of all members."""

    async def keep(self, draft: Draft) -> int:
        """Stores the draft for a day and returns its id."""
        now = self._clock()
        async with self._database.transaction() as tables:
            await tables.drafts.drop_older(now - KEPT_FOR)
            return await tables.drafts.add(draft.guild_id, draft.member.member_id, json.dumps(asdict(draft)), now)

    async def get(self, draft_id: int, member_id: int) -> Draft:
        """A member's own draft; refuses one that is not there any more."""
        async with self._database.transaction() as tables:
            body = await tables.drafts.get(draft_id, member_id)
        if body is None:
            raise refusals.draft_is_gone()
        return _draft(body)

    async def drop(self, draft_id: int) -> None:
        """Forgets a draft that was handed in."""
        async with self._database.transaction() as tables:
            await tables.drafts.drop(draft_id)


def _draft(body: str) -> Draft:
    values = json.loads(body)
    values["member"] = Person(**values["member"])
    values["file"] = Audio(**values["file"]) if values["file"] else None
    return Draft(**values)
