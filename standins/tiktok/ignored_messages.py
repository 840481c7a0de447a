"""Messages that a LIVE is full of and that count for nothing."""

from __future__ import annotations

from collections.abc import Sequence

from standins.tiktok.message import Message
from standins.tiktok.messages import Messages
from standins.tiktok.viewer import Viewer
from standins.tiktok.wire import Fields

SUPER_FAN_BOX = 19
# Which field of a pinned message holds a message of that type.
_PINNED_AT = {
    "WebcastChatMessage": 2,
    "WebcastSocialMessage": 3,
    "WebcastGiftMessage": 4,
    "WebcastMemberMessage": 5,
    "WebcastLikeMessage": 6,
}


def pinned(room: Messages, message: Message) -> Message:
    """The host pins a message: the whole of it comes again, inside another."""
    fields: Fields = {
        _PINNED_AT[message.method]: message.payload,
        30: message.method,
        31: 1_700_000_000_000,
        33: 1,
        34: 60,
    }
    return room.message("WebcastRoomPinMessage", fields)


def poll(room: Messages, title: str = "Which song?", options: Sequence[str] = ("first", "second")) -> Message:
    """The host asks the viewers."""
    listed: list[Fields] = [{1: votes, 2: option} for votes, option in enumerate(options)]
    content: Fields = {1: 1_700_000_000, 2: 1_700_000_060, 3: listed, 4: title}
    return room.message("WebcastPollMessage", {3: room.room_id & 0xFFFFFF, 4: content})


def envelope(room: Messages, viewer: Viewer, coins: int = 100, *, business_type: int = 1) -> Message:
    """A treasure box: its coins go to viewers, not to the host."""
    info: Fields = {
        1: "7512",
        2: business_type,
        4: viewer.nickname,
        5: coins,
        6: 10,
        8: str(viewer.user_id),
        11: str(room.room_id),
    }
    return room.message("WebcastEnvelopeMessage", {2: info, 3: 1})


def unknown(room: Messages) -> Message:
    """A type that is newer than any client."""
    return room.message("WebcastBrandNewMessage", {2: {1: "something", 7: 12345}, 3: b"\x00\x01\x02" * 500})
