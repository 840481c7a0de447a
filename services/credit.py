"""Credit by hand, for the days when TikTok is broken (rule 10)."""

from __future__ import annotations

from dataclasses import dataclass

from domain import points_refusals
from domain.actions import ActionKind
from domain.changes import NoticeQueued, QueueChanged
from domain.points import HolderKind
from domain.submissions import Person, Submission
from domain.text import clean_line
from services.base import Service, holders_of
from services.promotions import promote

MOST_COINS = 1_000_000
LONGEST_REASON = 200


@dataclass(frozen=True)
class Given:
    """What a member has after a gift of credit, and the song that it moved up, if any."""

    credit: int
    promoted: Submission | None


class Credits(Service):
    """One server's credit."""

    async def give(self, guild_id: int, doer: Person, member: Person, coins: int, reason: str) -> Given:
        """Gives the member credit by hand; refuses without a reason."""
        now, why = self._clock(), clean_line(reason, LONGEST_REASON)
        if not 0 < coins <= MOST_COINS:
            raise points_refusals.coins_out_of_bounds(MOST_COINS)
        if not why:
            raise points_refusals.reason_is_missing()
        async with self._database.transaction() as tables:
            subject, about = f"{coins:,} coins for", Person(member.member_id, clean_line(member.name, 60))
            action = await tables.actions.add(guild_id, ActionKind.CREDIT, doer, now, subject, why, about=about)
            given = {member.member_id: coins}
            await tables.credit.give(guild_id, HolderKind.MEMBER, given, f"action {action}", now)
            promoted = await promote(tables, guild_id, member.member_id, now, doer)
            holders = await holders_of(tables, guild_id, member.member_id)
            left = sum(lot.coins_left for lot in await tables.credit.lots(guild_id, holders, now))
        self._feed.announce(QueueChanged(guild_id), NoticeQueued(guild_id))
        return Given(left, promoted)
