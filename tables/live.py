"""What was seen in live sessions, and what each account did in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.live import LiveEvent, RoomCount
from domain.points import Origin
from domain.tally import LONGEST_GAP, Deed, Streak, StreakKey, Window, WindowKey
from tables.base import Table, loaded, stored

ATTEND = """
    INSERT INTO attendance (session_id, account_id, first_at, last_at, watch_micros, likes, comments, shares, follows,
        subscriptions, joins, gifts, coins, guest_coins)
    VALUES (:session, :account, :first, :last, :watched, :likes, :comments, :shares, :follows,
        :subscriptions, :joins, :gifts, :coins, :guest_coins)
    ON CONFLICT DO UPDATE SET
        watch_micros = watch_micros + excluded.watch_micros
            + CASE WHEN excluded.first_at - last_at BETWEEN 0 AND :gap THEN excluded.first_at - last_at ELSE 0 END,
        first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
        likes = likes + excluded.likes, comments = comments + excluded.comments, shares = shares + excluded.shares,
        follows = follows + excluded.follows, subscriptions = subscriptions + excluded.subscriptions,
        joins = joins + excluded.joins, gifts = gifts + excluded.gifts, coins = coins + excluded.coins,
        guest_coins = guest_coins + excluded.guest_coins
"""
MICROSECOND = timedelta(microseconds=1)
COUNTS = ("likes", "comments", "shares", "follows", "subscriptions", "joins", "gifts", "coins", "guest_coins")


@dataclass(frozen=True)
class Attendance:
    """What one account did in a session; `watched` is an estimate."""

    handle: str
    member_id: int | None
    watched: timedelta
    likes: int
    comments: int
    shares: int
    follows: int
    subscriptions: int
    joins: int
    gifts: int
    coins: int
    guest_coins: int

    @property
    def interactions(self) -> int:
        """Everything that the account did besides giving."""
        return self.likes + self.comments + self.shares + self.follows + self.subscriptions


@dataclass(frozen=True)
class ViewerCount:
    """How many watched at a moment, visits and coins so far."""

    at: datetime
    viewers: int
    visitors: int
    coins: int


class Live(Table):
    """Rows of `seen_messages`, `caps`, `followers`, `streaks`, `attendance` and `viewer_counts`."""

    async def unseen(self, guild_id: int, events: Collection[LiveEvent]) -> list[LiveEvent]:
        """The events that were not recorded before, each once; they are recorded by this."""
        fresh = {(event.room_id, event.message_id): event for event in reversed(list(events))}
        for room_id in {room for room, _ in fresh}:
            ids = json.dumps([message for room, message in fresh if room == room_id])
            rows = await self.rows(
                "SELECT s.message_id FROM json_each(?) j CROSS JOIN seen_messages s "
                "WHERE s.guild_id = ? AND s.room_id = ? AND s.message_id = j.value",
                *(ids, guild_id, room_id),
            )
            for row in rows:
                del fresh[room_id, row[0]]
        keys = [(guild_id, room, message) for room, message in fresh]
        await self.many("INSERT INTO seen_messages (guild_id, room_id, message_id) VALUES (?, ?, ?)", keys)
        return list(fresh.values())

    async def windows(self, guild_id: int, accounts: Collection[int]) -> dict[WindowKey, Window]:
        """How much of their caps the accounts have used."""
        rows = await self.rows(
            "SELECT c.account_id, c.origin, c.window_at, c.used FROM json_each(?) j CROSS JOIN caps c "
            "WHERE c.guild_id = ? AND c.account_id = j.value",
            *(json.dumps(list(accounts)), guild_id),
        )
        return {(row[0], Origin(row[1])): Window(row[2], row[3]) for row in rows}

    async def set_windows(self, guild_id: int, windows: Mapping[WindowKey, Window]) -> None:
        """Notes how much of their caps accounts have used."""
        await self.many(
            "INSERT INTO caps (guild_id, account_id, origin, window_at, used) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET window_at = excluded.window_at, used = excluded.used",
            [(guild_id, account, origin, one.at, one.used) for (account, origin), one in windows.items()],
        )

    async def followers(self, guild_id: int, creator: str, accounts: Collection[int]) -> set[int]:
        """Which of the accounts have followed the creator before."""
        rows = await self.rows(
            "SELECT f.account_id FROM json_each(?) j CROSS JOIN followers f "
            "WHERE f.guild_id = ? AND f.creator = ? AND f.account_id = j.value",
            *(json.dumps(list(accounts)), guild_id, creator),
        )
        return {row[0] for row in rows}

    async def add_followers(self, guild_id: int, creator: str, accounts: Iterable[int]) -> None:
        """Notes who has followed the creator."""
        await self.many(
            "INSERT INTO followers (guild_id, creator, account_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [(guild_id, creator, account) for account in accounts],
        )

    async def streaks(self, guild_id: int, keys: Collection[StreakKey]) -> dict[StreakKey, Streak]:
        """How far the streaks were counted."""
        found: dict[StreakKey, Streak] = {}
        for key in keys:
            row = await self.row(
                "SELECT counted, coins FROM streaks "
                "WHERE guild_id = ? AND room_id = ? AND user_id = ? AND gift_id = ? AND group_id = ?",
                *(guild_id, *key),
            )
            if row:
                found[key] = Streak(row[0], row[1])
        return found

    async def set_streaks(self, guild_id: int, streaks: Mapping[StreakKey, Streak]) -> None:
        """Notes how far the streaks are counted."""
        await self.many(
            "INSERT INTO streaks (guild_id, room_id, user_id, gift_id, group_id, counted, coins) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET counted = excluded.counted, coins = excluded.coins",
            [(guild_id, *key, one.counted, one.coins) for key, one in streaks.items()],
        )

    async def attend(self, session_id: int, deeds: Mapping[int, Deed]) -> None:
        """Adds what accounts did in a batch to what they did before."""
        gap = LONGEST_GAP // MICROSECOND
        rows = [
            {"session": session_id, "account": account, "gap": gap, **{name: getattr(one, name) for name in COUNTS}}
            | {"first": stored(one.first_at), "last": stored(one.last_at), "watched": one.watched // MICROSECOND}
            for account, one in deeds.items()
        ]
        await self.many(ATTEND, rows)

    async def count_viewers(self, session_id: int, counts: Iterable[RoomCount]) -> None:
        """Notes how many watched, with the coins so far; of several reports of one moment the last one stays."""
        coins = await self.number("SELECT sum(coins) FROM attendance WHERE session_id = ?", session_id)
        await self.many(
            "INSERT INTO viewer_counts (session_id, at, viewers, visitors, coins) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET viewers = excluded.viewers, visitors = excluded.visitors, "
            "coins = excluded.coins",
            [(session_id, stored(one.at), one.viewers, one.visitors, coins) for one in counts],
        )

    async def viewer_counts(self, session_id: int) -> list[ViewerCount]:
        """How many watched, over time."""
        rows = await self.rows(
            "SELECT at, viewers, visitors, coins FROM viewer_counts WHERE session_id = ? ORDER BY at", session_id
        )
        return [ViewerCount(loaded(row[0]), row[1], row[2], row[3]) for row in rows]

    async def get_session_all_handles_stats(self, session_id: int) -> list[Attendance]:
        """What every account did in the session, linked or not, sorted by coins, then by interactions."""
        rows = await self.rows(
            "SELECT a.*, c.handle, l.member_id FROM attendance a JOIN accounts c USING (account_id) "
            "LEFT JOIN links l ON l.account_id = a.account_id WHERE a.session_id = ?",
            session_id,
        )
        found = [_attendance(row) for row in rows]
        return sorted(found, key=lambda one: (-one.coins, -one.interactions, one.handle))


def _attendance(row: sqlite3.Row) -> Attendance:
    watched = timedelta(microseconds=row["watch_micros"])
    return Attendance(row["handle"], row["member_id"], watched, *(row[name] for name in COUNTS))
