"""Cut connections: Discord does what the bot asked, or does not, and its answer never arrives."""

from __future__ import annotations

from random import Random

from benchmarks.torture.lives import Lives
from benchmarks.torture.schedule import Trouble
from benchmarks.torture.script import Script
from sandbox.discord import Discord

_HOOK = "/webhooks/{webhook_id}/{token}"
_MESSAGES = "/channels/{channel_id}/messages"
# The requests of the bot that may lose their answer, and how often each is chosen.
ROUTES = (
    (6, "POST", "/interactions/{interaction_id}/{token}/callback"),
    (4, "PATCH", _HOOK + "/messages/@original"),
    (2, "POST", _HOOK),
    (2, "POST", _MESSAGES),
    (1, "PATCH", _MESSAGES + "/{message_id}"),
)
OPERATIONS = 4


class Cuts:
    """Operations that each lose one answer on the way."""

    def __init__(self, world: Discord, script: Script) -> None:
        self._world, self._script = world, script

    async def happen(self, lives: Lives, trouble: Trouble) -> None:
        """Some operations; what is said of each has to be what the database has."""
        chance = Random(trouble.seed)
        for _ in range(OPERATIONS):
            [(_, method, route)] = chance.choices(ROUTES, [share for share, *_ in ROUTES])
            fault = self._world.faults.cut(method, route, after_effect=chance.random() < 0.5)
            await lives.attempt(self._script.draw(lives.model))
            lives.tally.troubles["connections cut"] += fault.met
            self._world.faults.clear()
