"""The names of backups, by UTC and so without summer time: which are due, and which have had their time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NIGHT_HOUR = 4  # UTC
NEVER_DROPPED = 0


@dataclass(frozen=True)
class BackupKind:
    """One kind of backup: how its file is named, by time, and how many are kept."""

    prefix: str
    stamp: str
    suffix: str
    kept: int

    def name(self, at: datetime) -> str:
        """The name of the backup of `at`."""
        return f"{self.prefix}{at.astimezone(UTC).strftime(self.stamp)}{self.suffix}"

    def made_at(self, name: str) -> datetime | None:
        """The time in `name`; None where it is not a name of this kind."""
        if not (name.startswith(self.prefix) and name.endswith(self.suffix)):
            return None
        try:
            at = datetime.strptime(name[len(self.prefix) : -len(self.suffix)], self.stamp).replace(tzinfo=UTC)
        except ValueError:
            return None
        return at if self.name(at) == name else None  # strptime also reads what strftime would not write

    def number(self, name: str) -> int:
        """The time in `name` as one whole number, which `named` makes the name of again."""
        return int("".join(digit for digit in name[len(self.prefix) : -len(self.suffix)] if digit.isdecimal()))

    def named(self, number: int) -> str:
        """The name whose `number` this is; one that no backup has where it is no time."""
        digits = str(number)
        return f"{self.prefix}{digits[:8]}{'_' if digits[8:] else ''}{digits[8:]}{self.suffix}"

    def among(self, names: Iterable[str]) -> dict[str, datetime]:
        """Those of this kind with their times, newest first."""
        found = {name: at for name in names if (at := self.made_at(name))}
        return dict(sorted(found.items(), key=lambda one: one[1], reverse=True))

    def expired(self, names: Iterable[str], now: datetime) -> list[str]:
        """What is beyond the number that is kept.

        It is counted, not dated, so that a clock that jumps ahead does not make all old; and what a clock that was
        ahead has left is not counted, so that it does not push out what is made now.
        """
        past = [name for name, at in self.among(names).items() if at <= now]
        return past[self.kept :] if self.kept != NEVER_DROPPED else []


HOURLY = BackupKind("points_backup_", "%Y%m%d_%H", ".json", 48)
NIGHTLY = BackupKind("music_queue_", "%Y%m%d", ".db", 14)
BY_HAND = BackupKind("music_queue_", "%Y%m%d_%H%M%S", ".db", NEVER_DROPPED)
BEFORE_RESTORE = BackupKind("before_restore_", "%Y%m%d_%H%M%S", ".db", NEVER_DROPPED)


def of_server(guild_id: int) -> BackupKind:
    """What /backup now makes."""
    return BackupKind(f"guild_{guild_id}_", "%Y%m%d_%H%M%S", ".json", 20)


def uploaded(guild_id: int) -> BackupKind:
    """What admins hand in for a restore; kept until they have confirmed."""
    return BackupKind(f"upload_{guild_id}_", "%Y%m%d_%H%M%S", ".json", 3)


def restorable(guild_id: int) -> tuple[BackupKind, ...]:
    """What a server can be brought back from; a button names one of these by its place here."""
    return HOURLY, of_server(guild_id), uploaded(guild_id)


def hour_of(now: datetime) -> datetime:
    """The hour that an hourly backup made at `now` belongs to."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def night_of(now: datetime) -> datetime:
    """The 04:00 UTC that a nightly backup made at `now` belongs to: the last one that has passed."""
    return (now.astimezone(UTC) - timedelta(hours=NIGHT_HOUR)).replace(hour=0, minute=0, second=0, microsecond=0)


Points = Mapping[str, int]


@dataclass(frozen=True)
class CopiedAccount:
    """A TikTok account with its own points by origin; whoever it was linked to, and since when in UTC microseconds."""

    handle: str
    tiktok_user_id: int | None
    member_id: int | None
    linked_at: int | None
    points: Points


@dataclass(frozen=True)
class PointsCopy:
    """The points that members have of their own, by origin, and the accounts that have points or a member."""

    members: Mapping[int, Points] = field(default_factory=dict)
    accounts: tuple[CopiedAccount, ...] = ()
