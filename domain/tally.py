"""What one batch of events of a LIVE adds up to, per account: figures, points and credit (rules 9 and 10)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.live import Comment, Follow, Gift, Join, Like, Share, Subscribe, ViewerEvent
from domain.points import Origin
from domain.scoring import gift_points, points_for_rise, within_cap
from domain.settings import GuildSettings

LONGEST_GAP = timedelta(minutes=5)
MINUTE_SECONDS = 60


@dataclass(frozen=True)
class Window:
    """How much of a cap an account has used in the window that began at `at` (seconds since 1970)."""

    at: int
    used: int


@dataclass(frozen=True)
class Streak:
    """How far a streak of gifts was counted, and the coins it has brought."""

    counted: int
    coins: int


StreakKey = tuple[int, int, int, int]
WindowKey = tuple[int, Origin]


@dataclass
class Known:
    """What earlier batches left: caps in use, who followed before, how far streaks were counted, who earns nothing."""

    windows: dict[WindowKey, Window] = field(default_factory=dict)
    followers: set[int] = field(default_factory=set)
    streaks: dict[StreakKey, Streak] = field(default_factory=dict)
    blocked: Collection[int] = ()


@dataclass
class Deed:
    """What one account did in a batch; `watched` is an estimate: the gaps between events, up to five minutes."""

    first_at: datetime
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
        """Adds a proof of presence."""
        if timedelta() < at - self.last_at <= LONGEST_GAP:
            self.watched += at - self.last_at
        self.first_at, self.last_at = min(self.first_at, at), max(self.last_at, at)


class Tally:
    """Adds up the events of a batch in the order of their times; `known` is brought up to date on the way."""

    def __init__(self, accounts: Mapping[int, int], known: Known, settings: GuildSettings) -> None:
        self._accounts = accounts
        self._settings = settings
        self.known = known
        self.deeds: dict[int, Deed] = {}

    def add_all(self, events: Iterable[ViewerEvent]) -> None:
        """Adds the events, none of which was counted before."""
        for event in sorted(events, key=lambda one: one.at):
            account = self._accounts[event.viewer.user_id]
            deed = self.deeds.setdefault(account, Deed(event.at, event.at))
            deed.seen_at(event.at)
            self._add(event, account, deed)

    def _add(self, event: ViewerEvent, account: int, deed: Deed) -> None:
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

    def _follow(self, account: int, deed: Deed) -> None:
        """A follow counts once per account and creator, ever: unfollowing and following again brings nothing."""
        deed.follows += 1
        if account not in self.known.followers:
            self.known.followers.add(account)
            self._earn(account, Origin.FOLLOWS, self._settings.follow_points)

    def _gift(self, gift: Gift, account: int, deed: Deed) -> None:
        """Credits the rise of a streak above the highest count seen, which is exact under repeats and lost ends."""
        key = (gift.room_id, *gift.streak)
        before = self.known.streaks.get(key, Streak(0, 0)) if gift.streakable else Streak(0, 0)
        coins = gift.coins_new(before.counted)
        after = Streak(max(before.counted, gift.repeat_count), before.coins + coins)
        if gift.streakable:
            self.known.streaks[key] = after
        if not gift.to_host:
            deed.guest_coins += coins
            return
        deed.gifts += max(0, after.counted - before.counted)
        deed.coins += coins
        points = points_for_rise(before.coins, after.coins) if gift.streakable else gift_points(coins)
        self._earn(account, Origin.GIFTS, points)

    def _earn(self, account: int, origin: Origin, points: int) -> None:
        if points and account not in self.known.blocked:
            earned = self.deeds[account].points
            earned[origin] = earned.get(origin, 0) + points

    def _capped(
        self, account: int, origin: Origin, event: ViewerEvent, count: int, cap: int, seconds: int = MINUTE_SECONDS
    ) -> int:
        """How many of `count` still count in the clock's window of `seconds`; a late event falls into the open one."""
        start = int(event.at.timestamp()) // seconds * seconds
        window = self.known.windows.get((account, origin))
        if window is None or window.at < start:
            window = Window(start, 0)
        counted = within_cap(count, window.used, cap)
        self.known.windows[account, origin] = Window(window.at, window.used + counted)
        return counted
