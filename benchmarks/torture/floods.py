"""Floods: a member who chats without end, and one who sends song after song at once, while others submit honestly."""

from __future__ import annotations

import asyncio
from random import Random

from benchmarks.torture.answers import Heard, heard
from benchmarks.torture.lives import Lives
from benchmarks.torture.operations import LINKS
from benchmarks.torture.schedule import Trouble
from benchmarks.torture.script import Script
from demo.cast import Cast
from demo.judge import NUMBER
from standins.discord import Reply

FLOODERS = ("Max", "Uma")
CHAT_MESSAGES, SUBMITS = 60, 16
MOST_ANSWERS = 1  # to one member's chatter
QUIET_SECONDS = 2.5


class Floods:
    """Two members of the show who have nothing else to do."""

    def __init__(self, cast: Cast, script: Script) -> None:
        self._cast, self._script, self._count = cast, script, 0
        self._chatter, self._sender = (cast.people[name] for name in FLOODERS)

    async def happen(self, lives: Lives, trouble: Trouble) -> None:
        """One of the two, and honest operations beside it."""
        if Random(trouble.seed).random() < 0.5:
            await self._chat(lives)
        else:
            await self._send_songs(lives)

    async def _chat(self, lives: Lives) -> None:
        seen = {one.id for one in self._cast.stage.public_messages()}
        for number in range(CHAT_MESSAGES):
            await self._chatter.say(self._cast.stage, f"what a night {number}")
        await lives.attempt(self._script.honest_song(lives.model))
        await self._cast.world.quiet(QUIET_SECONDS, timeout=300)
        answers = [one for one in self._cast.stage.public_messages() if one.id not in seen and one.pings(self._chatter)]
        lives.tally.troubles["chat messages"] += CHAT_MESSAGES
        if len(answers) > MOST_ANSWERS:
            lives.tally.wrong.append(f"{CHAT_MESSAGES} chat messages of one member were answered {len(answers)} times")

    async def _send_songs(self, lives: Lives) -> None:
        """All at once; each receipt has to be on the disk with its number, and each refusal not."""
        self._count += 1
        titles = [f"flood{self._count}x{number}" for number in range(SUBMITS)]
        texts = await asyncio.gather(*(self._send(title, skip=number % 2 == 0) for number, title in enumerate(titles)))
        lives.tally.troubles["songs sent at once"] += SUBMITS
        told = {title: text for title, text in zip(titles, texts, strict=True) if heard(text) is Heard.DONE}
        for title in sorted(told, key=lambda one: int(NUMBER.findall(told[one])[0])):
            lives.model = lives.model.submit(self._sender.id, title, LINKS + title, skip=titles.index(title) % 2 == 0)
        stored = {song[1] for song in lives.disk().facts.songs.values()}
        for title, text in zip(titles, texts, strict=True):
            lives.tally.answer(f"the song {title}", text, done=title in stored)
        lives.tally.receipts += len(told)

    async def _send(self, title: str, *, skip: bool) -> str:
        options = {"link": LINKS + title, "artist": "U", "title": title, "skip": skip}
        return await _read(await self._sender.slash(self._cast.stage, "submitlink", **options))


async def _read(reply: Reply) -> str:
    try:
        return (await reply.finished()).text
    except TimeoutError:
        return ""
