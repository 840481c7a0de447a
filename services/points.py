"""Points by hand, resets, and who has how many (rule 9)."""

from __future__ import annotations

from dataclasses import dataclass

from domain import points_refusals
from domain.actions import ActionKind
from domain.changes import NoticeQueued, QueueChanged
from domain.points import Holder, HolderKind, Origin, PointsByOrigin
from domain.submissions import Person, Submission
from domain.text import clean_line, normalise_handle
from services.base import Service, holders_of
from services.promotions import promote
from tables import Tables

LARGEST_ADJUSTMENT = 1_000_000
LONGEST_NAME, LONGEST_REASON = 60, 200
TOP = 20


@dataclass(frozen=True)
class MemberPoints:
    """A member's points by origin, what each linked account has, and the coins that are not spent yet."""

    points: PointsByOrigin
    by_account: dict[str, int]
    credit: int


class Points(Service):
    """One server's points."""

    async def of_member(self, guild_id: int, member_id: int) -> MemberPoints:
        """What a member has, accounts included."""
        async with self._database.transaction() as tables:
            points = await tables.ledger.of_member(guild_id, member_id)
            accounts = await tables.accounts.of_member(guild_id, member_id)
            by_account = {
                account.handle: await tables.ledger.of_holder(guild_id, Holder(HolderKind.ACCOUNT, account.account_id))
                for account in accounts
            }
            holders = await holders_of(tables, guild_id, member_id)
            credit = sum(lot.coins_left for lot in await tables.credit.lots(guild_id, holders, self._clock()))
        return MemberPoints(points, by_account, credit)

    async def leaderboard(self, guild_id: int) -> list[tuple[int, int]]:
        """The members with the most points, and how many, highest first."""
        return await self._database.read_tables(lambda tables: tables.ledger.top(guild_id, TOP))

    async def adjust(self, guild_id: int, doer: Person, member: Person, amount: int, reason: str) -> int:
        """Gives or takes points by hand and returns the member's new total; refuses without a reason."""
        why = clean_line(reason, LONGEST_REASON)
        if amount == 0 or abs(amount) > LARGEST_ADJUSTMENT:
            raise points_refusals.amount_out_of_bounds(LARGEST_ADJUSTMENT)
        if not why:
            raise points_refusals.reason_is_missing()
        now, about = self._clock(), _cleaned(member)
        async with self._database.transaction() as tables:
            action = await tables.actions.add(
                guild_id, ActionKind.ADJUST, doer, now, f"{amount:+,} for", why, about=about
            )
            holder = Holder(HolderKind.MEMBER, member.member_id)
            await tables.ledger.add(guild_id, holder, Origin.STAFF, amount, why, now, action)
            total = (await tables.ledger.of_member(guild_id, member.member_id)).total
        self._feed.announce(QueueChanged(guild_id))
        return total

    async def reset_member(self, guild_id: int, doer: Person, member: Person) -> int:
        """Sets the member and every linked account to zero; returns how many points went."""
        async with self._database.transaction() as tables:
            holders = await holders_of(tables, guild_id, member.member_id)
            gone = await self._reset(tables, guild_id, doer, holders, _cleaned(member))
        self._feed.announce(QueueChanged(guild_id))
        return gone

    async def reset_handle(self, guild_id: int, doer: Person, handle: str) -> int:
        """Sets one TikTok account to zero; returns how many points went."""
        name = normalise_handle(handle)
        async with self._database.transaction() as tables:
            account = await tables.accounts.by_handle(guild_id, name)
            if account is None:
                raise points_refusals.handle_not_linked(name)
            holders = [Holder(HolderKind.ACCOUNT, account.account_id)]
            gone = await self._reset(tables, guild_id, doer, holders, Person(account.member_id or 0, f"@{name}"))
        self._feed.announce(QueueChanged(guild_id))
        return gone

    async def reset_everyone(self, guild_id: int, doer: Person) -> int:
        """Sets every balance of the server to zero; returns how many points went."""
        now = self._clock()
        async with self._database.transaction() as tables:
            if not await tables.ledger.anybody_has_points(guild_id):
                raise points_refusals.nothing_to_reset("everyone")
            action = await tables.actions.add(guild_id, ActionKind.RESET, doer, now, "everyone")
            gone = await tables.ledger.zero_everyone(guild_id, "reset", action, now)
        self._feed.announce(QueueChanged(guild_id))
        return gone

    async def _reset(self, tables: Tables, guild_id: int, doer: Person, holders: list[Holder], about: Person) -> int:
        now = self._clock()
        if not any([await tables.ledger.of_holder(guild_id, holder) for holder in holders]):
            raise points_refusals.nothing_to_reset(about.name)
        action = await tables.actions.add(guild_id, ActionKind.RESET, doer, now, about=about)
        return await tables.ledger.zero(guild_id, holders, "reset", action, now)


def _cleaned(member: Person) -> Person:
    return Person(member.member_id, clean_line(member.name, LONGEST_NAME))


MOST_COINS = 1_000_000
LONGEST_CREDIT_REASON = 200


@dataclass(frozen=True)
class Given:
    """What a member has after a gift of credit, and the song that it moved up, if any."""

    credit: int
    promoted: Submission | None


class Credits(Service):
    """One server's credit."""

    async def give(self, guild_id: int, doer: Person, member: Person, coins: int, reason: str) -> Given:
        """Gives the member credit by hand; refuses without a reason."""
        now, why = self._clock(), clean_line(reason, LONGEST_CREDIT_REASON)
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
