"""Cut connections: Discord does what the bot asked, or does not, and its answer never arrives."""

from __future__ import annotations

from random import Random

from benchmarks.torture.lives import Lives
from benchmarks.torture.schedule import Trouble
from benchmarks.torture.script import Script
from standins.discord import Discord, Request

_HOOK = "/webhooks/{webhook_id}/{token}"
_MESSAGES = "/channels/{channel_id}/messages"
# The requests of the bot that may lose their answer.
ROUTES = (
    ("POST", "/interactions/{interaction_id}/{token}/callback"),
    ("PATCH", _HOOK + "/messages/@original"),
    ("POST", _HOOK),
    ("POST", _MESSAGES),
    ("PATCH", _MESSAGES + "/{message_id}"),
)
OPERATIONS, LATEST = 6, 4


class Countdown:
    """True for one request: the one that is so many requests away."""

    def __init__(self, away: int) -> None:
        self._away = away

    def __call__(self, _: Request) -> bool:
        """Counts one down."""
        self._away -= 1
        return self._away == 0


class Cuts:
    """Operations that each lose one answer on the way."""

    def __init__(self, world: Discord, script: Script) -> None:
        self._world, self._script = world, script

    async def happen(self, lives: Lives, trouble: Trouble) -> None:
        """Some operations; what is said of each has to be what the database has."""
        chance = Random(trouble.seed)
        for _ in range(OPERATIONS):
            where, after_effect = Countdown(chance.randint(1, LATEST)), chance.random() < 0.5
            faults = [self._world.faults.cut(*route, after_effect=after_effect, where=where) for route in ROUTES]
            await lives.attempt(self._script.draw(lives.model))
            lives.tally.troubles["connections cut"] += sum(fault.met for fault in faults)
            self._world.faults.clear()
