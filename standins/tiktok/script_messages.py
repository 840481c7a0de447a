"""Turns the events of a script into messages of a room, with the same people each time."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from standins.tiktok import ignored_messages
from standins.tiktok.live import Live
from standins.tiktok.message import Message
from standins.tiktok.messages import Control
from standins.tiktok.script import Event
from standins.tiktok.viewer import Viewer
from standins.tiktok.world import TikTok

_SMALLEST_USER_ID = 6_800_000_000_000_000_000


def user_id_of(handle: str) -> int:
    """The id that the viewer of this handle has in every script, unless the script says another."""
    return _SMALLEST_USER_ID + int.from_bytes(sha256(handle.encode()).digest()[:6], "big")


class ScriptMessages:
    """Knows the viewers and the open streaks of one playing."""

    def __init__(self, world: TikTok) -> None:
        self._world = world
        self._viewers: dict[str, Viewer] = {}
        self._groups: dict[str, int] = {}

    def message(self, live: Live, event: Event) -> Message:
        """The message of an event; raises `KeyError` for an event that no message tells."""
        return _MAKERS[event.do](self, live, event)

    def viewer(self, event: Event, name: str = "who") -> Viewer:
        """The viewer whom the event names."""
        handle = event.text(name)
        if handle not in self._viewers:
            user_id = event.number(f"{name}_id", user_id_of(handle))
            self._viewers[handle] = self._world.viewer(handle, user_id=user_id)
        return self._viewers[handle]

    def gift(self, live: Live, event: Event) -> Message:
        """A gift. `streak` is any name; the same name is the same streak, in this room."""
        return live.gift(
            self.viewer(event),
            event.text("gift", "Rose"),
            count=event.number("count", 1),
            streak=self._group(live, event),
            end=event.flag("end", default=True),
            to=self.viewer(event, "to") if "to" in event.fields else None,
        )

    def _group(self, live: Live, event: Event) -> int | None:
        if "streak" not in event.fields:
            return None
        name = f"{live.room_id} {event.text('streak')}"
        return self._groups.setdefault(name, next(self._world.ids))


_Maker = Callable[[ScriptMessages, Live, Event], Message]
_MAKERS: dict[str, _Maker] = {
    "like": lambda hand, live, event: live.like(
        hand.viewer(event), event.number("count", 1), hidden=event.number("hidden")
    ),
    "comment": lambda hand, live, event: live.chat(hand.viewer(event), event.text("text", "nice")),
    "emote": lambda hand, live, event: live.emote_chat(hand.viewer(event)),
    "gift": ScriptMessages.gift,
    "join": lambda hand, live, event: live.join(hand.viewer(event)),
    "follow": lambda hand, live, event: live.follow(hand.viewer(event)),
    "share": lambda hand, live, event: live.share(hand.viewer(event)),
    "subscribe": lambda hand, live, event: live.subscribe(hand.viewer(event), event.number("months", 1)),
    "super_fan": lambda hand, live, event: live.super_fan(hand.viewer(event)),
    "viewers": lambda _, live, event: live.viewers(event.number("now"), event.number("so_far")),
    "pause": lambda _, live, __: live.control(Control.PAUSE),
    "unpause": lambda _, live, __: live.control(Control.UNPAUSE),
    "poll": lambda _, live, __: ignored_messages.poll(live),
    "envelope": lambda hand, live, event: ignored_messages.envelope(
        live, hand.viewer(event), event.number("coins", 100)
    ),
    "pin": lambda hand, live, event: ignored_messages.pinned(live, live.chat(hand.viewer(event), event.text("text"))),
}
