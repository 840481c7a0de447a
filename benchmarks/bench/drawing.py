"""How long it takes to read the queue and lay out every board, without Discord and without pauses."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from benchmarks.bench.side import NOBODY_LISTENS
from database import open_database
from displays.board import BOARDS
from media.link_lookup import LinkLookup
from media.store import MediaStore
from services.base import Dependencies, Feed
from services.container import Services, build_services

NOBODY = 1


async def draw_seconds(services: Services, guild_id: int) -> float:
    """Draws all boards once, after a change, as they are drawn: without one, nothing would be read."""
    await services.queue.switch_away(guild_id, NOBODY)
    started = time.perf_counter()
    for spec in BOARDS:
        await spec.draw(services, guild_id)
    return time.perf_counter() - started


@asynccontextmanager
async def open_services(database: Path) -> AsyncIterator[Services]:
    """The services over the database of a bot that is stopped."""
    async with aiohttp.ClientSession() as session, open_database(database) as opened:
        store, lookup = MediaStore(database.parent / "media"), LinkLookup(session, NOBODY_LISTENS)
        parts = Dependencies(opened, Feed(), lambda: datetime.now(UTC))
        yield build_services(parts, store, lookup, database.parent / "backups", 1024**3)
