"""What was seen in live sessions, and what each account did in them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from operator import attrgetter

from domain.live_events import LiveEvent, RoomCount
from domain.live_sessions import COUNTS, Attendance, ViewerCount
from domain.tally import AccountActivity, Streak, StreakKey, Window, WindowKey
from tables.base import Table, loaded, stored

ATTEND = """
    INSERT INTO attendance (session_id, account_id, last_at, watch_micros, likes, comments, shares, follows,
        subscriptions, joins, gifts, coins, guest_coins)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
        last_at = excluded.last_at, watch_micros = watch_micros + excluded.watch_micros,
        likes = likes + excluded.likes, comments = comments + excluded.comments, shares = shares + excluded.shares,
        follows = follows + excluded.follows, subscriptions = subscriptions + excluded.subscriptions,
        joins = joins + excluded.joins, gifts = gifts + excluded.gifts, coins = coins + excluded.coins,
        guest_coins = guest_coins + excluded.guest_coins
"""
MICROSECOND = timedelta(microseconds=1)
COUNTED = attrgetter(*COUNTS)


class LiveTable(Table):
    """Rows of `seen_messages`, `caps`, `followers`, `streaks`, `attendance` and `viewer_counts`."""

    async def unseen(self, guild_id: int, events: Collection[LiveEvent]) -> list[LiveEvent]:
        """The events that were not recorded before, each once; they are recorded by this."""
        fresh: dict[tuple[int, int], LiveEvent] = {}
        for event in events:
            fresh.setdefault((event.room_id, event.message_id), event)
        new: set[tuple[int, int]] = set()
        for room_id in {room for room, _ in fresh}:
            rows = await self.rows(
                "INSERT INTO seen_messages (guild_id, room_id, message_id) SELECT ?, ?, value FROM json_each(?) "
                "WHERE true ON CONFLICT DO NOTHING RETURNING message_id",
                *(guild_id, room_id, json.dumps(sorted(message for room, message in fresh if room == room_id))),
            )
            new |= {(room_id, row[0]) for row in rows}
        return [event for key, event in fresh.items() if key in new]

    async def windows(self, guild_id: int, accounts: Collection[int]) -> dict[WindowKey, Window]:
        """How much of their caps the accounts have used."""
        rows = await self.rows(
            "SELECT c.account_id, c.origin, c.window_at, c.used FROM json_each(?) j CROSS JOIN caps c "
            "WHERE c.guild_id = ? AND c.account_id = j.value",
            *(json.dumps(list(accounts)), guild_id),
        )
        return {(account, origin): Window(at, used) for account, origin, at, used in rows}

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
        rows = await self.rows(
            "SELECT s.room_id, s.user_id, s.gift_id, s.group_id, s.counted, s.coins "
            "FROM json_each(?) j CROSS JOIN streaks s WHERE s.guild_id = ? AND s.room_id = j.value ->> 0 "
            "AND s.user_id = j.value ->> 1 AND s.gift_id = j.value ->> 2 AND s.group_id = j.value ->> 3",
            *(json.dumps(list(keys)), guild_id),
        )
        return {(row[0], row[1], row[2], row[3]): Streak(row[4], row[5]) for row in rows}

    async def set_streaks(self, guild_id: int, streaks: Mapping[StreakKey, Streak]) -> None:
        """Notes how far the streaks are counted."""
        await self.many(
            "INSERT INTO streaks (guild_id, room_id, user_id, gift_id, group_id, counted, coins) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET counted = excluded.counted, coins = excluded.coins",
            [(guild_id, *key, one.counted, one.coins) for key, one in streaks.items()],
        )

    async def last_seen(self, session_id: int, accounts: Collection[int]) -> dict[int, datetime]:
        """When the accounts were last seen in the session."""
        rows = await self.rows(
            "SELECT a.account_id, a.last_at FROM json_each(?) j CROSS JOIN attendance a "
            "WHERE a.session_id = ? AND a.account_id = j.value",
            *(json.dumps(list(accounts)), session_id),
        )
        return {row[0]: loaded(row[1]) for row in rows}

    async def attend(self, session_id: int, activities: Mapping[int, AccountActivity]) -> None:
        """Adds what accounts did in a batch to what they did before."""
        await self.many(
            ATTEND,
            [
                (session_id, account, stored(deed.last_at), deed.watched // MICROSECOND, *COUNTED(deed))
                for account, deed in activities.items()
            ],
        )

    async def count_viewers(self, session_id: int, counts: Iterable[RoomCount], coins: int) -> None:
        """Notes how many watched, with the coins so far; of several reports of one moment the last one stays."""
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
