"""Routes about one channel: reading, changing and deleting it, its overwrites, typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import errors, ratelimits
from standins.discord.call import Call, Route
from standins.discord.errors import ApiError
from standins.discord.lookup import channel_of, place_of
from standins.discord.permissions import Overwrite, Permission
from standins.discord.rest_guilds import (
    CHANNEL_FIELDS,
    OVERWRITE,
    apply_fields,
    channel_name,
    checked_overwrites,
    target_of,
)
from standins.discord.shape import Modal

if TYPE_CHECKING:
    from standins.discord.wire import Json

_CHANGE = Modal(CHANNEL_FIELDS)


async def get_channel(call: Call) -> Json:
    """The channel."""
    return place_of(call).payload()


async def change_channel(call: Call) -> Json:
    """Changes the channel: needs MANAGE_CHANNELS, and MANAGE_ROLES for overwrites."""
    body = call.checked(_CHANGE)
    channel = channel_of(call, Permission.MANAGE_CHANNELS)
    if body.get("permission_overwrites") is not None:
        channel_of(call, Permission.MANAGE_ROLES)
        channel.use_overwrites(checked_overwrites(channel.guild, body["permission_overwrites"]))
    if body.get("name"):
        channel.name = channel_name(body["name"], channel.kind)
    apply_fields(channel, body)
    channel.tell("CHANNEL_UPDATE")
    return channel.payload()


async def delete_channel(call: Call) -> Json:
    """Deletes the channel: needs MANAGE_CHANNELS."""
    channel = channel_of(call, Permission.MANAGE_CHANNELS)
    body = channel.payload()
    channel.delete()
    return body


async def put_overwrite(call: Call) -> None:
    """Sets one overwrite: needs MANAGE_ROLES, and every permission that it names."""
    channel = channel_of(call, Permission.MANAGE_ROLES)
    body = {"id": str(call.number("target")), **call.checked(OVERWRITE)}
    for target, overwrite in checked_overwrites(channel.guild, [body]).items():
        channel.set_overwrite(target, allow=overwrite.allow, deny=overwrite.deny)


async def delete_overwrite(call: Call) -> None:
    """Takes one overwrite away: needs MANAGE_ROLES."""
    channel = channel_of(call, Permission.MANAGE_ROLES)
    target = target_of(channel.guild, call.number("target"))
    if channel.overwrites.get(target.id, Overwrite()) == Overwrite():
        raise ApiError(errors.UNKNOWN_OVERWRITE)
    channel.clear_overwrite(target)


async def start_typing(call: Call) -> None:
    """Shows the bot as typing."""
    place_of(call, Permission.SEND_MESSAGES)


_ONE = "/channels/{channel_id}"
ROUTES = (
    Route("GET", _ONE, get_channel),
    Route("PATCH", _ONE, change_channel, limit=ratelimits.CHANGE_CHANNEL),
    Route("DELETE", _ONE, delete_channel),
    Route("PUT", _ONE + "/permissions/{target}", put_overwrite),
    Route("DELETE", _ONE + "/permissions/{target}", delete_overwrite),
    Route("POST", _ONE + "/typing", start_typing),
)
