"""Forged restores: an admin brings back a file whose rows name channels and messages of other servers."""

from __future__ import annotations

import asyncio
import json
from random import Random
from typing import Any

from benchmarks.torture.lives import Lives
from benchmarks.torture.neighbours import Neighbours
from benchmarks.torture.schedule import Trouble
from standins.discord import Message, Reply, Upload

PLAYS = ("playing", "played", "undone")
CHANNEL_SETTINGS = ("queue_channel", "reviewer_channel", "now_playing_channel", "bookmarks_channel", "debug_channel")
DRAWING_SECONDS = 6.0


class Restores:
    """The admin of the third server, who knows every id of the other two."""

    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours
        self._place = neighbours.forgery.channels["reviewer"]

    async def happen(self, lives: Lives, trouble: Trouble) -> None:
        """Backs up, changes the file, brings it back twice, and plays on."""
        chance, theirs = Random(trouble.seed), self._neighbours.facts()
        made = await self._command("backup now")
        if made.message is None or not made.message.attachments:
            lives.tally.unanswered.append(f"/backup now gave no file: {made.text}")
            return
        forged = forge(json.loads(made.message.attachments[0].bytes), self._neighbours.targets(), chance)
        for _ in range(2):
            await self._restore(lives, Upload("forged.json", json.dumps(forged).encode()))
            await self._command("next")
            await self._command("undo")
        await asyncio.sleep(DRAWING_SECONDS)
        lives.tally.troubles["forged restores"] += 2
        if self._neighbours.facts() != theirs:
            lives.tally.touched.append("a restore in one server changed the rows of another")

    async def _restore(self, lives: Lives, file: Upload) -> None:
        asked = await self._command("backup restore", file=file)
        if not asked.text:
            lives.tally.unanswered.append("/backup restore of a forged file")
        elif asked.message is not None and any(one.label == "Restore" for one in asked.message.buttons):
            pressed = await self._neighbours.forger.press(asked.message, "Restore")
            await pressed.finished()

    async def _command(self, command: str, **options: object) -> Reply:
        return await (await self._neighbours.forger.slash(self._place, command, **options)).finished()


def forge(document: dict[str, Any], targets: list[Message], chance: Random) -> dict[str, Any]:
    """The file with plays and bookmarks that point at other servers' messages, and settings at their channels."""
    tables = document["tables"]
    plays = tables["plays"]
    if plays:
        first = max(row["play_id"] for row in plays) + 1
        chosen = chance.sample(targets, min(len(targets), 30))
        tables["plays"] += [_play(plays[0], first + at, one, at) for at, one in enumerate(chosen)]
    known = {row["name"]: row for row in tables["settings"]}
    for name in chance.sample(CHANNEL_SETTINGS, 2):
        row = known.get(name) or {**next(iter(tables["settings"])), "name": name}
        tables["settings"] = [one for one in tables["settings"] if one["name"] != name]
        tables["settings"].append(row | {"value": str(chance.choice(targets).place.id)})
    return document


def _play(like: dict[str, Any], play_id: int, target: Message, at: int) -> dict[str, Any]:
    """A play that is over, whose message has to be changed or taken away, as the file has it."""
    state, shown = PLAYS[1 + at % 2], (None, "playing", "undone", "played")[at % 4]
    shown = "playing" if shown == state else shown
    place = {"channel_id": target.place.id, "message_id": target.id}
    return like | place | {"play_id": play_id, "state": state, "shown": shown, "ended_at": like["started_at"]}
