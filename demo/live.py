"""The LIVE of the evening: what viewers do on TikTok, what it moves in the queue, and the report at the end."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

from demo.cast import Cast, WrongEveningError
from standins.discord import Message, Reply
from standins.tiktok import TikTok

HOST = "night_host"
FANS = ("ana.live", "gia.live", "rose_fan", "lurker")


class EveningLive:
    """One LIVE, from the first viewer to the report; all that is judged is what Discord shows."""

    def __init__(self, cast: Cast, tiktok: TikTok) -> None:
        self._cast = cast
        self._host = tiktok.creator(HOST)
        self._viewers = {name: tiktok.viewer(name, nickname=name.title()) for name in FANS}
        self._live = self._host.go_live()

    async def connect(self) -> str:
        """Rita follows the creator, and Ana links her handle."""
        await self._cast.command("Ana", "link-tiktok", handle="@ana.live")
        reply = await self._rita("tiktok connect", handle=f"https://www.tiktok.com/@{HOST}/live")
        await self._live.connected()
        return reply.text.splitlines()[0]

    async def viewers_act(self) -> None:
        """Likes, comments, a follow, a share, gifts in streaks with repeats; a drop in the middle of a streak."""
        live, ana, gia, rose, lurker = self._live, *self._viewers.values()
        await live.send(live.join(ana), live.join(gia), live.join(rose), live.join(lurker), live.viewers(4, 4))
        await live.send(live.like(ana, 15), live.chat(rose, "what a night!"), live.follow(gia), live.share(rose))
        first, second, *late = live.streak(rose, "Rose", [1, 40, 70, 99])
        await live.send(first, second, second)
        await live.drop(1006)
        await live.send(*late[:-1])
        await live.connected(2)
        await live.send(*late, live.gift(ana, "Galaxy"), live.gift(gia, "Money Gun"), live.gift(gia, "Money Gun"))
        await live.send(live.viewers(4, 9), live.like(lurker, 3))
        await live.all_acked()

    async def moved_up(self, name: str, number: int) -> None:
        """Waits until the public queue shows that the song's coins moved it to Skip."""
        person = self._cast.people[name]

        def told() -> bool:
            return any(f"#{number}" in one.text and "moved up to Skip" in one.text for one in person.dms)

        await self._cast.world.until(told, timeout=30, what=f"{name}'s song to move up")
        self._cast.judge.moved_up(number, "Skip")

    async def gia_links(self) -> None:
        """Gia's coins were held as credit; linking her handle spends them."""
        await self._cast.command("Gia", "link-tiktok", handle="gia.live")

    async def end(self, out: Path) -> tuple[Counter[str], Counter[str], str]:
        """The LIVE ends and Rita disconnects; gives coins sent and coins reported, by handle, and the summary."""
        await self._host.end_live()
        await (await self._rita("tiktok disconnect")).finished()
        channel = self._cast.channels["metrics"]
        await self._cast.world.until(lambda: self._attached(".csv"), timeout=60, what="the report")
        await self._cast.world.until(lambda: self._attached(".png"), timeout=60, what="the chart")
        for ending in (".png", ".csv"):
            name, data = self._attached(ending)[0]
            (out / name).write_bytes(data)
        by_id = {viewer.user_id: name for name, viewer in self._viewers.items()}
        sent = Counter({by_id[user_id]: coins for user_id, coins in self._live.sent_coins.items()})
        return sent, _coins(self._attached(".csv")[0][1]), channel.public_messages()[0].text

    def _attached(self, ending: str) -> list[tuple[str, bytes]]:
        messages: list[Message] = self._cast.channels["metrics"].public_messages()
        files = [file for message in messages for file in message.attachments]
        return [(file.name, file.bytes) for file in files if file.name.endswith(ending)]

    async def _rita(self, command: str, **options: object) -> Reply:
        reply = await self._cast.people["Rita"].slash(self._cast.channels["reviewer"], command, **options)
        if "Nothing changed" in reply.text:
            raise WrongEveningError(f"/{command} was refused: {reply.text}")
        return reply


def _coins(table: bytes) -> Counter[str]:
    rows = csv.DictReader(io.StringIO(table.decode("utf-8-sig")))
    return Counter({row["handle"].lstrip("@"): int(row["coins"]) for row in rows if int(row["coins"])})
