"""Routes about pins, the new ones and the old ones."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from standins.discord import errors, ratelimits
from standins.discord.call import Call, Route
from standins.discord.lookup import message_of, place_of
from standins.discord.permissions import Permission
from standins.discord.rest_messages import read
from standins.discord.wire import iso

if TYPE_CHECKING:
    from standins.discord.wire import Json


async def pin(call: Call) -> None:
    """Pins a message: needs PIN_MESSAGES and, as it is read, READ_MESSAGE_HISTORY."""
    message = message_of(call, Permission.READ_MESSAGE_HISTORY, Permission.PIN_MESSAGES)
    call.world.post.pin(message, call.world.bot)


async def unpin(call: Call) -> None:
    """Takes a pin away: needs PIN_MESSAGES."""
    call.world.post.unpin(message_of(call, Permission.PIN_MESSAGES))


async def list_pins(call: Call) -> Json:
    """The pins, newest first, at most 50 a page."""
    place = place_of(call, Permission.READ_MESSAGE_HISTORY)
    limit = call.asked_number("limit") or 50
    before = _before(call)
    pinned = [(message.pinned_at, message) for message in place.pins() if message.pinned_at is not None]
    found = [(at, message) for at, message in pinned if before is None or at < before]
    items = [{"pinned_at": iso(at), "message": read(call, message)} for at, message in found[:limit]]
    return {"items": items, "has_more": len(found) > limit}


def _before(call: Call) -> datetime | None:
    text = call.query.get("before")
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise errors.wrong_field("before", "DATE_TIME_TYPE_PARSE", f"Could not parse {text}.") from error


async def list_pins_old(call: Call) -> list[Json]:
    """The pins as the old route gives them: at most 50 messages."""
    place = place_of(call, Permission.READ_MESSAGE_HISTORY)
    return [read(call, message) for message in place.pins()[:50]]


_NEW = "/channels/{channel_id}/messages/pins"
_OLD = "/channels/{channel_id}/pins"
ROUTES = (
    Route("GET", _NEW, list_pins, query={"limit", "before"}),
    Route("PUT", _NEW + "/{message_id}", pin, limit=ratelimits.PIN),
    Route("DELETE", _NEW + "/{message_id}", unpin, limit=ratelimits.PIN),
    Route("GET", _OLD, list_pins_old),
    Route("PUT", _OLD + "/{message_id}", pin, limit=ratelimits.PIN),
    Route("DELETE", _OLD + "/{message_id}", unpin, limit=ratelimits.PIN),
)
