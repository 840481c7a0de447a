"""Whether the bot is well, for a supervisor, and its figures, in totals over all servers."""

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
from domain.follow import FollowState
from domain.follow import FollowStatus as LiveFollower
from domain.refusals import Refusal
from domain.submissions import Status
from guild.client import ShowBot
from services.backup_files import BackupFolder

ANSWER_SECONDS = 5


def is_connected(bot: ShowBot) -> bool:
    """Whether events come from Discord at this moment; discord.py has no socket at all before the first connection."""
    return bot.is_ready() and not bot.is_closed() and bot.ws.open


async def complaint(bot: ShowBot) -> str:
    """What is wrong, empty when the bot is well."""
    if not is_connected(bot):
        return "not connected to Discord"
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await bot.services.queue.lengths()
    except TimeoutError:
        return "the database does not answer"
    except Refusal as refusal:
        return str(refusal)
    return ""


Label = TypeVar("Label", bound=str)

BACKUPS = {"hourly": HOURLY, "nightly": NIGHTLY}


@dataclass(frozen=True, eq=False)  # prometheus-client keeps collectors by their hash
class Figures(Collector):
    """What Prometheus is told, beside what database.py, displays/ and views/ count for themselves."""

    connected: bool
    latency_seconds: float
    servers: int
    songs: Mapping[Status, int]
    supervisors: list[LiveFollower]
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
        states = dict.fromkeys(FollowState, 0) | Counter(one.state for one in self.supervisors)
        yield _gauge("musicbot_followings", "Servers by how following a LIVE stands.", "state", states)
        events = CounterMetricFamily("musicbot_tiktok_events", "Events of LIVEs that are followed.", labels=["kind"])
        for kind, count in sum((Counter(one.counts) for one in self.supervisors), Counter[str]()).items():
            events.add_metric([kind], count)
        yield events
        for name in ("unreadable", "shed"):
            count = sum(getattr(one, name) for one in self.supervisors)
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
        supervisors=bot.supervisors.statuses(),
        backup_ages=backup_ages(await asyncio.to_thread(BackupFolder(bot.home.backup_dir).names), services.clock()),
    )


def backup_ages(names: list[str], now: datetime) -> dict[str, float]:
    """How old the newest backup of each kind is, in seconds; a kind without a backup is left out."""
    newest = {kind: next(iter(backups.among(names).values()), None) for kind, backups in BACKUPS.items()}
    return {kind: (now - at).total_seconds() for kind, at in newest.items() if at}
