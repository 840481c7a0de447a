"""Forged ids: buttons, selects and forms with numbers that were never shown, pressed by whoever may not press them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable
from dataclasses import replace
from random import Random

from benchmarks.torture.answers import Heard, heard
from benchmarks.torture.lives import Lives
from benchmarks.torture.neighbours import Neighbours
from benchmarks.torture.schedule import Trouble
from demo.cast import Cast
from standins.bot_process import HOME
from standins.discord import Message, Person, Reply
from standins.discord.components import BUTTON, STRING_SELECT, numbered
from standins.discord.wire import Json

STRANGER = "Zed"
PRESSES, ROUNDS = 12, 3
ROOMS = ("views", "cogs", "welcome")
PREFIX = re.compile(r"\bprefix=\"([a-z]+:[a-z]+)\"")
LARGEST = 2**63 - 1
ACTION_ROW = 1
BUG = "Something went wrong"


def prefixes() -> list[str]:
    """What custom ids of the bot begin with, as an attacker reads it in the source."""
    files = [file for room in ROOMS for file in sorted((HOME / room).rglob("*.py"))]
    return sorted({prefix for file in files for prefix in PREFIX.findall(file.read_text(encoding="utf-8"))})


class Forgeries:
    """A member without a role and without songs, and the admin of another server."""

    def __init__(self, cast: Cast, neighbours: Neighbours) -> None:
        self._cast, self._neighbours = cast, neighbours
        self._stranger = cast.people[STRANGER]
        self._prefixes = prefixes()

    async def happen(self, lives: Lives, trouble: Trouble) -> None:
        """Many presses at once; nobody's songs, plays and points may be others afterwards, and each is answered."""
        chance = Random(trouble.seed)
        before, theirs = lives.disk().facts, self._neighbours.facts()
        for _ in range(ROUNDS):
            presses = [self._press(chance, lives) for _ in range(PRESSES)]
            for text in await asyncio.gather(*presses, self._form(chance)):
                self._judge(lives, text)
        lives.tally.troubles["forged presses"] += ROUNDS * (PRESSES + 1)
        if lives.disk().facts != before or self._neighbours.facts() != theirs:
            lives.tally.wrong.append(f"forged presses changed the show (seed {trouble.seed})")

    def _judge(self, lives: Lives, text: str) -> None:
        if heard(text) is Heard.NOTHING:
            lives.tally.unanswered.append("a forged press got no answer")
        elif BUG in text:
            lives.tally.wrong.append(f"a forged press met a bug: {text}")

    async def _press(self, chance: Random, lives: Lives) -> str:
        custom_id = ":".join((chance.choice(self._prefixes), *self._numbers(chance, lives)))
        who, message = self._place(chance)
        if chance.random() < 0.3:
            values = [*self._numbers(chance, lives), "' OR 1=1 --"][:1]
            option = {"label": "x", "value": values[0]}
            select = {"type": STRING_SELECT, "custom_id": custom_id, "options": [option]}
            return await _read(who.choose_raw(_with(message, select), custom_id=custom_id, values=values))
        button = {"type": BUTTON, "style": 2, "label": "x", "custom_id": custom_id}
        return await _read(who.press_raw(_with(message, button), custom_id=custom_id))

    def _place(self, chance: Random) -> tuple[Person, Message]:
        """The stranger presses here, the other admin in their own server: Discord allows no more."""
        if chance.random() < 0.5:
            return self._stranger, self._cast.board("queue", "The queue")
        return self._neighbours.forger, self._neighbours.forgers_board()

    def _numbers(self, chance: Random, lives: Lives) -> list[str]:
        real = [*lives.model.songs, *(song.member_id for song in lives.model.songs.values())]
        numbers = [*real, *self._neighbours.numbers(), chance.getrandbits(16), chance.getrandbits(63), LARGEST + 1, 0]
        return [str(chance.choice(numbers)) for _ in range(chance.randint(0, 3))]

    async def _form(self, chance: Random) -> str:
        """A form that was never opened, or somebody else's."""
        opened = await self._stranger.press(self._cast.board("submission", "Send in your song"), "Submit")
        form = opened.modal
        if form is None:
            return opened.text
        form.custom_id = f"{chance.getrandbits(128):032x}"
        return await _read(self._stranger.fill(form, {"Artist": "Z", "Title": "forged"}, forged=True))


def _with(message: Message, component: Json) -> Message:
    """The message as a forger sends it: discord.py looks for the component in it, and drops a press without one."""
    return replace(message, flags=0, components=numbered([{"type": ACTION_ROW, "components": [component]}]))


async def _read(press: Awaitable[Reply]) -> str:
    """What was read; a form that opens, or a board that is drawn anew, is an answer too."""
    reply = await press
    if reply.modal is not None or (reply.updates_message and not reply.text):
        return "A form opened."
    try:
        return (await reply.finished()).text
    except TimeoutError:
        return ""
