"""Routes about messages in a channel: sending, reading, editing, deleting, reacting."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from standins.discord import compose, errors, permissions, ratelimits
from standins.discord.call import Call, Route
from standins.discord.channel import CATEGORY, Channel, DirectChannel
from standins.discord.compose import Draft
from standins.discord.errors import ApiError
from standins.discord.ids import made_at
from standins.discord.intents import readable
from standins.discord.lookup import channel_of, message_in, message_of, place_of
from standins.discord.message import PINNED, REPLY
from standins.discord.permissions import Permission
from standins.discord.ratelimits import OLD_AFTER_SECONDS
from standins.discord.shape import SNOWFLAKE, ListOf, Modal
from standins.discord.shapes_messages import CREATE_MESSAGE, EDIT_MESSAGE

if TYPE_CHECKING:
    from standins.discord.channel import Place
    from standins.discord.message import Message
    from standins.discord.wire import Json

_BULK = Modal({"messages": ListOf(SNOWFLAKE, 2, 100)}, {"messages"})
_TWO_WEEKS_SECONDS = 14 * 24 * 3600
# Discord: a nonce is checked against the messages of the past few minutes.
_NONCE_SECONDS = 300
_CUSTOM_EMOJI = ":"


async def create_message(call: Call) -> Json:
    """Sends a message; the same enforced nonce gives the message that is there already."""
    body = call.checked(CREATE_MESSAGE)
    place = _writable(call, body)
    if body.get("enforce_nonce") and (known := _with_nonce(place, body.get("nonce"))):
        return known.payload()
    post = call.world.post
    message = post.blank(place, call.world.bot)
    message.nonce = body.get("nonce")
    if body.get("message_reference"):
        _refer(message, body["message_reference"])
    compose.fill(message, Draft(body, call.files, place.upload_limit))
    return post.deliver(message).payload()


def _writable(call: Call, body: Json) -> Place:
    needed = [Permission.SEND_MESSAGES]
    if body.get("embeds"):
        needed.append(Permission.EMBED_LINKS)
    if call.files:
        needed.append(Permission.ATTACH_FILES)
    place = place_of(call, *needed)
    if isinstance(place, DirectChannel) and not _takes_direct_messages(place):
        raise ApiError(errors.CANNOT_DIRECT_MESSAGE)
    if isinstance(place, Channel) and place.kind == CATEGORY:
        raise ApiError(errors.WRONG_CHANNEL_TYPE)
    return place


def _takes_direct_messages(place: DirectChannel) -> bool:
    world, user = place.world, place.recipient
    shared = any(user.id in guild.members and world.bot.id in guild.members for guild in world.guilds)
    return shared and user.id not in world.closed_dms


def _with_nonce(place: Place, nonce: str | None) -> Message | None:
    oldest = place.world.clock.timestamp() - _NONCE_SECONDS
    recent = itertools.takewhile(lambda message: made_at(message.id) >= oldest, place.newest_first())
    ours = (message for message in recent if message.author is place.world.bot)
    return next((message for message in ours if nonce is not None and message.nonce == nonce), None)


def _refer(message: Message, reference: Json) -> None:
    place = message.place
    if isinstance(place, Channel):
        held = permissions.in_channel(place, place.guild.bot)
        if not held & Permission.READ_MESSAGE_HISTORY:
            raise ApiError(errors.CANNOT_REPLY)
    target = place.messages.get(int(reference["message_id"]))
    if target is not None and target.visible_to is None:
        message.reference, message.kind = target, REPLY
    elif reference.get("fail_if_not_exists", True):
        raise errors.wrong_field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")


async def list_messages(call: Call) -> list[Json]:
    """Messages, newest first: before, after or around an id, at most 100; none without the history permission."""
    place = place_of(call)
    limit = call.asked_number("limit") or 50
    if not 1 <= limit <= 100:
        raise errors.wrong_field("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    if isinstance(place, Channel):
        held = permissions.in_channel(place, place.guild.bot)
        if not held & Permission.READ_MESSAGE_HISTORY:
            return []
    return [read(call, message) for message in _slice(place, call, limit)]


def _slice(place: Place, call: Call, limit: int) -> list[Message]:
    before, after, around = (call.asked_number(name) for name in ("before", "after", "around"))
    if around is not None:
        every = place.public_messages()
        older = [message for message in every if message.id <= around][-(limit // 2 + 1) :]
        newer = [message for message in every if message.id > around][: limit - len(older)]
        return [*older, *newer][::-1]
    if after is not None:
        newer = [message for message in place.public_messages() if message.id > after]
        return newer[:limit][::-1]
    older_first = place.newest_first()
    return list(itertools.islice((m for m in older_first if before is None or m.id < before), limit))


async def get_message(call: Call) -> Json:
    """One message: needs READ_MESSAGE_HISTORY."""
    return read(call, message_of(call, Permission.READ_MESSAGE_HISTORY))


def read(call: Call, message: Message) -> Json:
    """The message as far as the application may read it."""
    # Discord: without the message content intent the REST API hides the content as the gateway does.
    return readable(message, message.payload(), call.world.privileged_intents)


async def edit_message(call: Call) -> Json:
    """Edits a message of the bot; old messages have a limit of their own."""
    body = call.checked(EDIT_MESSAGE)
    message = message_of(call)
    if message.author is not call.world.bot:
        raise ApiError(errors.NOT_THE_AUTHOR)
    if message.kind == PINNED:
        raise ApiError(errors.SYSTEM_MESSAGE)
    if call.files:
        place_of(call, Permission.ATTACH_FILES)
    if call.world.clock.timestamp() - made_at(message.id) > OLD_AFTER_SECONDS:
        call.world.ratelimits.take_old_edit(call.params["channel_id"])
    compose.revise(message, Draft(body, call.files, message.place.upload_limit))
    call.world.post.announce_edit(message)
    return message.payload()


async def delete_message(call: Call) -> None:
    """Deletes a message; those of others need MANAGE_MESSAGES."""
    message = message_of(call)
    if message.author is not call.world.bot:
        message_of(call, Permission.MANAGE_MESSAGES)
        if message.place.guild is None:
            raise ApiError(errors.DIRECT_CHANNEL)
    call.world.post.remove(message)


async def bulk_delete(call: Call) -> None:
    """Deletes 2 to 100 messages that are younger than two weeks: needs MANAGE_MESSAGES."""
    body = call.checked(_BULK)
    channel = channel_of(call, Permission.MANAGE_MESSAGES)
    ids = [int(entry) for entry in body["messages"]]
    if any(call.world.clock.timestamp() - made_at(number) > _TWO_WEEKS_SECONDS for number in ids):
        raise ApiError(errors.TOO_OLD_TO_DELETE)
    found = [channel.messages[number] for number in ids if number in channel.messages]
    call.world.post.remove_many(channel, [message for message in found if message.visible_to is None])


async def add_reaction(call: Call) -> None:
    """The bot reacts: needs READ_MESSAGE_HISTORY, and ADD_REACTIONS where nobody has reacted so yet."""
    message = message_of(call, Permission.READ_MESSAGE_HISTORY)
    emoji = call.params["emoji"]
    if emoji.isascii() or _CUSTOM_EMOJI in emoji:
        raise ApiError(errors.UNKNOWN_EMOJI)
    if emoji not in message.reactions:
        message_of(call, Permission.ADD_REACTIONS)
    users = message.reactions.setdefault(emoji, [])
    if call.world.bot.id not in users:
        users.append(call.world.bot.id)
        _tell_reaction(call, message, "MESSAGE_REACTION_ADD")


async def remove_reaction(call: Call) -> None:
    """The bot takes its reaction back."""
    place = place_of(call)
    message = message_in(place, call.number("message_id"))
    users = message.reactions.get(call.params["emoji"], [])
    if call.world.bot.id not in users:
        raise ApiError(errors.UNKNOWN_EMOJI)
    users.remove(call.world.bot.id)
    if not users:
        del message.reactions[call.params["emoji"]]
    _tell_reaction(call, message, "MESSAGE_REACTION_REMOVE")


def _tell_reaction(call: Call, message: Message, event: str) -> None:
    emoji = {"id": None, "name": call.params["emoji"]}
    bot = str(call.world.bot.id)
    data = {"user_id": bot, "message_id": str(message.id), "emoji": emoji, "burst": False, "type": 0}
    call.world.gateway.dispatch_in(message.place, event, data)


_ALL = "/channels/{channel_id}/messages"
_ONE = _ALL + "/{message_id}"
_OWN_REACTION = _ONE + "/reactions/{emoji}/@me"
ROUTES = (
    Route("POST", _ALL, create_message, limit=ratelimits.CREATE),
    Route("GET", _ALL, list_messages, query={"limit", "before", "after", "around"}),
    Route("POST", _ALL + "/bulk-delete", bulk_delete),
    Route("GET", _ONE, get_message),
    Route("PATCH", _ONE, edit_message, limit=ratelimits.EDIT),
    Route("DELETE", _ONE, delete_message, limit=ratelimits.DELETE),
    Route("PUT", _OWN_REACTION, add_reaction, limit=ratelimits.REACT),
    Route("DELETE", _OWN_REACTION, remove_reaction, limit=ratelimits.REACT),
)
