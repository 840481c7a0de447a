"""What one batch of events of a LIVE adds up to, per account: figures, points and credit (rules 9 and 10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.live_events import Comment, Follow, Gift, Join, Like, Share, Subscribe, ViewerEvent
from domain.points import Origin, points_for_rise, within_cap
from domain.settings import GuildSettings

LONGEST_GAP = timedelta(minutes=5)
MINUTE_SECONDS = 60


class Window(NamedTuple):
    """How much of a cap an account has used since its window opened at `at` (seconds since 1970)."""

    at: int
    used: int


class Streak(NamedTuple):
    """How far a streak of gifts was counted, and the coins it has brought."""

    counted: int
    coins: int


NOTHING = Streak(0, 0)
StreakKey = tuple[int, int, int, int]
WindowKey = tuple[int, str]


@dataclass
class Known:
    """What earlier batches left, by account: caps in use, streaks as far as they were counted, when each was last seen.

    `followers` have followed the creator before; what the `blocked` do earns nothing.
    """

    windows: Mapping[WindowKey, Window] = field(default_factory=dict)
    streaks: Mapping[StreakKey, Streak] = field(default_factory=dict)
    last_seen: Mapping[int, datetime] = field(default_factory=dict)
    followers: Collection[int] = ()
    blocked: Collection[int] = ()


@dataclass(slots=True)
class AccountActivity:
    """What one account did in a batch; `watched` is an estimate: the gaps between events, up to five minutes.

    `last_at` starts as the account's last event of earlier batches, so that cutting a LIVE into batches loses no gap.
    """

    last_at: datetime
    watched: timedelta = timedelta()
    likes: int = 0
    comments: int = 0
    shares: int = 0
    follows: int = 0
    subscriptions: int = 0
    joins: int = 0
    gifts: int = 0
    coins: int = 0
    guest_coins: int = 0
    points: dict[Origin, int] = field(default_factory=dict)

    def seen_at(self, at: datetime) -> None:
        """Adds a proof of presence; one that comes late adds nothing."""
        if at > self.last_at:
            if at - self.last_at <= LONGEST_GAP:
                self.watched += at - self.last_at
            self.last_at = at


class Tally:
    """Adds up the events of a batch in the order of their times; everything that it gathers is new to `known`."""

    def __init__(self, accounts: Mapping[int, int], known: Known, settings: GuildSettings) -> None:
        self._accounts = accounts
        self._settings = settings
        self._known = known
        self.activities: dict[int, AccountActivity] = {}
        self.windows: dict[WindowKey, Window] = {}
        self.streaks: dict[StreakKey, Streak] = {}
        self.followers: set[int] = set()

    @property
    def coins(self) -> int:
        """All coins of the batch that went to the host."""
        return sum(deed.coins for deed in self.activities.values())

    @property
    def credit(self) -> dict[int, int]:
        """The coins that become credit, by account."""
        return {
            one: deed.coins for one, deed in self.activities.items() if deed.coins and one not in self._known.blocked
        }

    def add_all(self, events: Iterable[ViewerEvent]) -> None:
        """Adds the events, none of which was counted before."""
        for event in sorted(events, key=lambda one: one.at):
            account = self._accounts[event.viewer.user_id]
            deed = self.activities.get(account)
            if deed is None:
                deed = self.activities[account] = AccountActivity(self._known.last_seen.get(account, event.at))
            deed.seen_at(event.at)
            self._add(event, account, deed)

    def _add(self, event: ViewerEvent, account: int, deed: AccountActivity) -> None:
        settings = self._settings
        match event:
            case Like():
                deed.likes += event.count
                counted = self._capped(account, Origin.LIKES, event, event.count, settings.likes_per_minute)
                self._earn(account, Origin.LIKES, counted * settings.like_points)
            case Comment():
                deed.comments += 1
                counted = self._capped(account, Origin.COMMENTS, event, 1, settings.comments_per_minute)
                self._earn(account, Origin.COMMENTS, counted * settings.comment_points)
            case Share():
                deed.shares += 1
                seconds = MINUTE_SECONDS * settings.share_minutes
                counted = self._capped(account, Origin.SHARES, event, 1, 1, seconds)
                self._earn(account, Origin.SHARES, counted * settings.share_points)
            case Follow():
                self._follow(account, deed)
            case Subscribe():
                deed.subscriptions += 1
                self._earn(account, Origin.SUBSCRIPTIONS, settings.subscribe_points)
            case Join():
                deed.joins += 1
                self._earn(account, Origin.JOINS, settings.join_points)
            case Gift():
                self._gift(event, account, deed)

    def _follow(self, account: int, deed: AccountActivity) -> None:
        """A follow counts once per account and creator, ever: unfollowing and following again brings nothing."""
        deed.follows += 1
        if account not in self._known.followers and account not in self.followers:
            self.followers.add(account)
            self._earn(account, Origin.FOLLOWS, self._settings.follow_points)

    def _gift(self, gift: Gift, account: int, deed: AccountActivity) -> None:
        """Credits the rise of a streak above the highest count seen, which is exact under repeats and lost ends."""
        key = (gift.room_id, *gift.streak)
        known = self.streaks.get(key) or self._known.streaks.get(key, NOTHING)
        before = known if gift.in_streak else NOTHING
        coins = gift.coins_new(before.counted)
        after = Streak(max(before.counted, gift.repeat_count), before.coins + coins)
        if gift.in_streak and coins:
            self.streaks[key] = after
        if not gift.to_host:
            deed.guest_coins += coins
            return
        deed.gifts += after.counted - before.counted
        deed.coins += coins
        self._earn(account, Origin.GIFTS, points_for_rise(before.coins, after.coins))

    def _earn(self, account: int, origin: Origin, points: int) -> None:
        if points and account not in self._known.blocked:
            earned = self.activities[account].points
            earned[origin] = earned.get(origin, 0) + points

    def _capped(
        self, account: int, origin: Origin, event: ViewerEvent, count: int, cap: int, seconds: int = MINUTE_SECONDS
    ) -> int:
        """How many of `count` still count in the window of `seconds`, which opens with the first event after the last.

        An event that comes late falls into the window that is open.
        """
        at = int(event.at.timestamp())
        key = account, origin
        window = self.windows.get(key) or self._known.windows.get(key)
        if window is None or at >= window.at + seconds:
            window = Window(at, 0)
        counted = within_cap(count, window.used, cap)
        if counted:
            self.windows[key] = Window(window.at, window.used + counted)
        return counted
