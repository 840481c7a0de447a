"""The LIVE of the run: viewers give through all kills and outages, and each coin has to be counted once."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.torture.tally import Tally
from standins.discord import Channel, Person
from standins.tiktok import TikTok

HOST, VIEWERS = "day_host", 40
GIFTS, MOST_GIFTS_AT_ONCE = ("Rose", "Finger Heart", "Doughnut", "Galaxy"), 4
# TikTok gives what was missed to a client that comes back, as far as its history reaches.
HISTORY_SIZE = 1000
LISTENING_SECONDS = 30
RECONNECT_SECONDS = 240  # longer than the bot's longest pause between two tries
COUNTED = """
    SELECT tiktok_user_id, sum(attendance.coins) FROM attendance JOIN accounts USING (account_id)
    JOIN live_sessions USING (session_id) WHERE live_sessions.guild_id = ? GROUP BY 1 HAVING sum(attendance.coins) > 0
"""
SESSIONS = "SELECT count(*) FROM live_sessions WHERE guild_id = ?"


class LiveOfTheRun:
    """A creator's LIVE that is followed from one server while the run goes on in another."""

    def __init__(self, tiktok: TikTok, reviewer: Person, place: Channel, chance: Random) -> None:
        self._host = tiktok.creator(HOST)
        self._live = self._host.go_live(history_size=HISTORY_SIZE)
        self._fans = [tiktok.viewer(f"fan{number}") for number in range(VIEWERS)]
        self._reviewer, self._place, self._chance = reviewer, place, chance

    async def connect(self) -> None:
        """A reviewer follows the creator."""
        await (await self._reviewer.slash(self._place, "tiktok connect", handle=HOST)).finished()
        await self._live.connected()

    async def viewers_act(self) -> None:
        """Gifts alone and in streaks, and likes, if the bot listens soon; its acknowledgement is not waited for."""
        try:
            await self._live.until(lambda: self._live.listeners, "the bot to listen", timeout=LISTENING_SECONDS)
        except TimeoutError:
            return  # it waits between two tries; the run goes on without
        await self.viewers_give()

    async def viewers_give(self) -> None:
        """The same whether or not the bot listens; what it misses is in the history that it gets when it is back."""
        for _ in range(self._chance.randint(1, MOST_GIFTS_AT_ONCE)):
            fan, gift = self._chance.choice(self._fans), self._chance.choice(GIFTS)
            if gift == "Galaxy":
                await self._live.send(self._live.gift(fan, gift), self._live.like(fan, 5))
            else:
                for step in self._live.streak(fan, gift, [1, self._chance.randint(2, 30)]):
                    await self._live.send(step)

    async def followed(self) -> None:
        """Waits until the bot has heard everything; raises TimeoutError where it does not come back by itself."""
        await self._live.until(lambda: self._live.listeners, "the LIVE to be followed", timeout=RECONNECT_SECONDS)
        await self._live.send(self._live.like(self._fans[0], 1))
        await self._live.all_acked()

    async def end(self) -> None:
        """The LIVE ends, once the bot has heard everything, and the reviewer stops following."""
        await self.followed()
        await self._host.end_live()
        await (await self._reviewer.slash(self._place, "tiktok disconnect")).finished()

    def judge(self, database: Path, tally: Tally) -> None:
        """Holds the coins that viewers gave against those that were counted, viewer by viewer."""
        tally.coins_sent, counted = self._live.sent_coins.total(), self._counted(database)
        tally.coins_counted = counted.total()
        tally.coins += differences(self._live.sent_coins, counted)
        [(sessions,)] = self._rows(database, SESSIONS)
        if sessions != 1:
            tally.coins.append(f"one LIVE has become {sessions} live sessions")

    def _counted(self, database: Path) -> Counter[int]:
        return Counter(dict(self._rows(database, COUNTED)))

    def _rows(self, database: Path, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, (self._place.guild.id,)).fetchall()


def differences(sent: Counter[int], counted: Counter[int]) -> Iterator[str]:
    """The viewers whose coins were lost, or counted twice."""
    for user_id in sorted(sent.keys() | counted.keys()):
        if sent[user_id] != counted[user_id]:
            yield f"viewer {user_id} gave {sent[user_id]} coins, and {counted[user_id]} were counted"
