"""The figures of one moment, in totals over all servers: a figure for each server would grow with them."""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from domain.backups import HOURLY, NIGHTLY
from domain.following import State
from domain.following import Status as Following
from domain.submissions import Status
from overlay.health import is_connected
from services.backup_folder import BackupFolder
from views.base import ShowBot

Label = TypeVar("Label", bound=str)

BACKUPS = {"hourly": HOURLY, "nightly": NIGHTLY}


@dataclass(frozen=True, eq=False)  # prometheus-client keeps collectors by their hash
class Figures(Collector):
    """What Prometheus is told, beside what database.py, displays/ and views/ count for themselves."""

    connected: bool
    latency_seconds: float
    servers: int
    songs: Mapping[Status, int]
    followings: list[Following]
    backup_ages: Mapping[str, float]

    def collect(self) -> Iterator[Metric]:
        """All of them."""
        yield GaugeMetricFamily("musicbot_gateway_connected", "1 while events come from Discord.", self.connected)
        if math.isfinite(self.latency_seconds):
            yield GaugeMetricFamily("musicbot_gateway_latency_seconds", "Of the last heartbeat.", self.latency_seconds)
        yield GaugeMetricFamily("musicbot_servers", "Servers that the bot is in.", self.servers)
        yield _gauge("musicbot_songs", "Songs in the queues of all servers.", "status", self.songs)
        yield _gauge("musicbot_backup_age_seconds", "Age of the newest backup.", "kind", self.backup_ages)
        yield from self._tiktok()

    def _tiktok(self) -> Iterator[Metric]:
        states = dict.fromkeys(State, 0) | Counter(one.state for one in self.followings)
        yield _gauge("musicbot_followings", "Servers by how following a LIVE stands.", "state", states)
        events = CounterMetricFamily("musicbot_tiktok_events", "Events of LIVEs that are followed.", labels=["kind"])
        for kind, count in sum((Counter(one.counts) for one in self.followings), Counter[str]()).items():
            events.add_metric([kind], count)
        yield events
        for name in ("unreadable", "shed"):
            count = sum(getattr(one, name) for one in self.followings)
            yield CounterMetricFamily(f"musicbot_tiktok_{name}", f"Events of LIVEs that were {name}.", count)


def _gauge(name: str, text: str, label: str, values: Mapping[Label, float]) -> Metric:
    family = GaugeMetricFamily(name, text, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family


async def figures_of(bot: ShowBot) -> Figures:
    """The figures as they are now."""
    services = bot.services
    return Figures(
        connected=is_connected(bot),
        latency_seconds=bot.latency,
        servers=len(bot.guilds),
        songs=await services.queue.lengths(),
        followings=bot.followings.statuses(),
        backup_ages=backup_ages(await asyncio.to_thread(BackupFolder(bot.home.backup_dir).names), services.clock()),
    )


def backup_ages(names: list[str], now: datetime) -> dict[str, float]:
    """How old the newest backup of each kind is, in seconds; a kind without a backup is left out."""
    newest = {kind: next(iter(backups.among(names).values()), None) for kind, backups in BACKUPS.items()}
    return {kind: (now - at).total_seconds() for kind, at in newest.items() if at}
