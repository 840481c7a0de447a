"""Finding what a call names, as far as the bot may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import errors, permissions
from standins.discord.channel import Channel
from standins.discord.errors import ApiError

if TYPE_CHECKING:
    from standins.discord.call import Call
    from standins.discord.channel import Place
    from standins.discord.guild import Guild
    from standins.discord.message import Message
    from standins.discord.permissions import Permission
    from standins.discord.user import User


def guild_of(call: Call) -> Guild:
    """The guild of the path; raises 10004 or 50001."""
    return call.world.find_guild(call.number("guild_id"))


def user_of(call: Call) -> User:
    """The user of the path; raises 10013."""
    user = call.world.users.get(call.number("user_id"))
    if user is None:
        raise ApiError(errors.UNKNOWN_USER)
    return user


def place_of(call: Call, *needed: Permission) -> Place:
    """The channel of the path where the bot holds these permissions; raises 10003, 50001 or 50013."""
    place = call.world.places.get(call.number("channel_id"))
    if place is None:
        raise ApiError(errors.UNKNOWN_CHANNEL)
    if isinstance(place, Channel):
        call.world.find_guild(place.guild.id)
        permissions.require(place, place.guild.bot, *needed)
    return place


def channel_of(call: Call, *needed: Permission) -> Channel:
    """The channel of the path, if it belongs to a guild; raises as `place_of`, and 50003 for direct messages."""
    place = place_of(call, *needed)
    if not isinstance(place, Channel):
        raise ApiError(errors.DIRECT_CHANNEL)
    return place


def message_in(place: Place, message_id: int) -> Message:
    """A message of the place; raises 10008, for ephemeral ones too."""
    # Discord: ephemeral messages cannot be fetched, edited or deleted through channel routes.
    message = place.messages.get(message_id)
    if message is None or message.visible_to is not None:
        raise ApiError(errors.UNKNOWN_MESSAGE)
    return message


def message_of(call: Call, *needed: Permission) -> Message:
    """The message of the path; raises as `place_of` and `message_in`."""
    return message_in(place_of(call, *needed), call.number("message_id"))
