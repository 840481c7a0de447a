"""In which servers the bot is. What belongs to a server that it left waits for it to be invited again, then goes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_DAYS = 30


@dataclass(frozen=True)
class Membership:
    """A server as the application with this id was last in it; `left_at` is None while it is."""

    guild_id: int
    application_id: int
    left_at: datetime | None

    def has_had_its_time(self, now: datetime) -> bool:
        """True once what belongs to the server is to go."""
        return self.left_at is not None and now - self.left_at >= timedelta(days=KEPT_DAYS)


def gone_from(known: Iterable[Membership], application_id: int, present: Collection[int]) -> set[int]:
    """The servers that the application was in and is in no more; what another application is in says nothing of it.

    `present` are all that Discord names for the application, those in an outage included.
    """
    own = (one for one in known if one.application_id == application_id and one.left_at is None)
    return {one.guild_id for one in own} - set(present)


def new_in(known: Iterable[Membership], application_id: int, present: Collection[int]) -> set[int]:
    """The servers that have to be noted: for the first time, again after a leaving, or for another application."""
    noted = {one.guild_id for one in known if one.application_id == application_id and one.left_at is None}
    return set(present) - noted
