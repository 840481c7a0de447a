"""From the bytes of TikTok's push socket to events of the domain; what cannot be read is counted and never raised."""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from google.protobuf.message import DecodeError

from domain.follow import Room
from domain.live_events import (
    Comment,
    Follow,
    Gift,
    Join,
    Like,
    LiveEnded,
    LiveEvent,
    LivePaused,
    LiveResumed,
    RoomCount,
    Share,
    Subscribe,
    SuperFan,
    Viewer,
)
from tiktok import live_pb2 as pb

MOST_UNPACKED_BYTES = 16 * 2**20
LARGE_BYTES = 32 * 2**10  # a frame that may take milliseconds to open; most of TikTok's own stay far below
PART_MESSAGES = 250  # read in one go: 5 ms
MOST_SAMPLES, MOST_SAMPLE_BYTES = 100, 16 * 2**10
MOST_AT_ONCE = 10_000  # TikTok: a burst of likes has 15 at most, a streak of gifts stays far below
MOST_COINS_EACH = 1_000_000  # TikTok: the dearest gift costs about 45,000
_DAY_MS, _MINUTES_MS = 86_400_000, 300_000
_GZIP = b"\x1f\x8b"  # no fetch result can begin with these bytes
_NAME_BYTES, _COMMENT_BYTES = 256, 1024
_PAUSED, _RESUMED, _ENDED, _SUSPENDED = 1, 2, 3, 4
_STREAKABLE = 1


class _UnreadableError(Exception):
    """A message without what makes it count."""


@dataclass(frozen=True, slots=True)
class Packet:
    """A frame that carried messages, as it has to be acknowledged."""

    log_id: int
    result: pb.FetchResult


class Decoder:
    """Reads the frames of one creator, and keeps the last hundred things that it could not read."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.unreadable = 0
        self.samples: deque[bytes] = deque(maxlen=MOST_SAMPLES)

    def open(self, data: bytes) -> Packet | None:
        """What a frame of the socket carries; None for heartbeats and other frames that carry no messages."""
        try:
            frame = pb.PushFrame.FromString(data)
            if frame.payload_type != b"msg":
                return None
            return Packet(frame.log_id, pb.FetchResult.FromString(_unpacked(frame.payload)))
        except (DecodeError, zlib.error, _UnreadableError):
            self._keep(data)
            return Packet(0, pb.FetchResult())

    def parts(self, result: pb.FetchResult, room: Room) -> Iterator[list[LiveEvent]]:
        """The events in `result`, in order, in parts that each take milliseconds to read; one may be empty."""
        now = self._clock()
        where = _Where(room, now, int(now.timestamp() * 1000))
        messages = result.messages
        for start in range(0, len(messages), PART_MESSAGES):
            yield list(self._events(messages[start : start + PART_MESSAGES], where))

    def _events(self, messages: Iterable[bytes], where: _Where) -> Iterator[LiveEvent]:
        for raw in messages:
            payload = raw
            try:
                envelope = pb.Envelope.FromString(raw)
                read, payload = _READERS.get(envelope.method), envelope.payload
                event = read and read(payload, where, envelope.msg_id)
            except (DecodeError, _UnreadableError):
                self._keep(payload)
                continue
            if event is not None:
                yield event

    def _keep(self, raw: bytes) -> None:
        self.unreadable += 1
        self.samples.append(raw[:MOST_SAMPLE_BYTES])


@dataclass(frozen=True, slots=True)
class _Where:
    """What all messages of one frame have in common."""

    room: Room
    now: datetime
    now_ms: int

    def head(self, common: pb.Common, envelope_id: int) -> tuple[int, int, datetime]:
        """The first three fields of every event. TikTok's time counts unless it is far from the bot's own."""
        message_id = common.msg_id if common.msg_id > 0 else envelope_id
        if message_id <= 0:
            raise _UnreadableError
        sent_ms = common.create_time
        near = self.now_ms - _DAY_MS < sent_ms < self.now_ms + _MINUTES_MS
        return self.room.room_id, message_id, datetime.fromtimestamp(sent_ms / 1000, UTC) if near else self.now


def _unpacked(payload: bytes) -> bytes:
    if payload[:2] != _GZIP:
        return payload
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    unpacked = unpacker.decompress(payload, MOST_UNPACKED_BYTES)
    if not unpacker.eof:  # cut short, or a bomb
        raise _UnreadableError
    return unpacked


def _text(raw: bytes, most_bytes: int = _NAME_BYTES) -> str:
    return raw[:most_bytes].decode("utf-8", "replace")


def _handle(raw: bytes) -> str:
    return _text(raw).strip().removeprefix("@").lower()


def _viewer(user: pb.User) -> Viewer:
    # TikTok: handle and nickname may be missing. protobuf: an id beyond 64 bits reads as a negative number.
    if user.id <= 0:
        raise _UnreadableError
    return Viewer(user.id, _handle(user.display_id), _text(user.nickname))


def _between(least: int, value: int, most: int) -> int:
    if not least <= value <= most:
        raise _UnreadableError
    return value


def _chat(payload: bytes, where: _Where, envelope_id: int) -> LiveEvent:
    message = pb.Chat.FromString(payload)
    head = where.head(message.common, envelope_id)
    return Comment(*head, _viewer(message.user), _text(message.content, _COMMENT_BYTES))


def _emote_chat(payload: bytes, where: _Where, envelope_id: int) -> LiveEvent:
    message = pb.EmoteChat.FromString(payload)
    return Comment(*where.head(message.common, envelope_id), _viewer(message.user), "")


def _like(payload: bytes, where: _Where, envelope_id: int) -> LiveEvent:
    message = pb.Like.FromString(payload)
    head = where.head(message.common, envelope_id)
    return Like(*head, _viewer(message.user), _between(1, message.count, MOST_AT_ONCE))


def _gift(payload: bytes, where: _Where, envelope_id: int) -> LiveEvent:
    message = pb.Gift.FromString(payload)
    streakable = message.gift.type == _STREAKABLE
    return Gift(
        *where.head(message.common, envelope_id),
        _viewer(message.user),
        gift_id=_between(1, message.gift_id, 2**63 - 1),
        group_id=message.group_id,
        # protobuf: a price of another wire type, or no gift at all, reads as 0 and raises nothing.
        coins_each=_between(1, message.gift.diamond_count, MOST_COINS_EACH),
        # TikTok: a gift without streaks may come with a count of 0.
        repeat_count=_between(1, message.repeat_count if streakable else message.repeat_count or 1, MOST_AT_ONCE),
        repeat_end=message.repeat_end != 0,
        streakable=streakable,
        to_host=_is_host(message.to_user, where.room),
    )


def _is_host(to: pb.User, room: Room) -> bool:
    """TikTok: without guests a gift may name nobody, and a guest's gift names the guest."""
    if to.id <= 0:
        return True
    if room.host_id is not None:
        return to.id == room.host_id
    return _handle(to.display_id) in {"", room.creator}


def _member(payload: bytes, where: _Where, envelope_id: int) -> LiveEvent:
    message = pb.Member.FromString(payload)
    return Join(*where.head(message.common, envelope_id), _viewer(message.user))


def _social(payload: bytes, where: _Where, envelope_id: int) -> LiveEvent | None:
    message = pb.Social.FromString(payload)
    key = message.common.display_text.key
    # TikTok: "5 people joined from this share" comes as a share too, under this key.
    kind = Follow if b"follow" in key else Share if b"share" in key and b"pm_mt_guidance_viewer_" not in key else None
    return kind and kind(*where.head(message.common, envelope_id), _viewer(message.user))


def _sub_notify(payload: bytes, where: _Where, envelope_id: int) -> LiveEvent:
    message = pb.SubNotify.FromString(payload)
    return Subscribe(*where.head(message.common, envelope_id), _viewer(message.user))


def _barrage(payload: bytes, where: _Where, envelope_id: int) -> LiveEvent | None:
    message = pb.Barrage.FromString(payload)
    if b"ttlive_superfan" not in (message.content.key + b" " + message.common_barrage_content.key).lower():
        return None
    return SuperFan(*where.head(message.common, envelope_id), _viewer(message.user))


def _room_user_seq(payload: bytes, where: _Where, envelope_id: int) -> LiveEvent:
    message = pb.RoomUserSeq.FromString(payload)
    viewers, visitors = _between(0, message.total, 2**31), _between(0, message.total_user, 2**40)
    return RoomCount(*where.head(message.common, envelope_id), viewers, visitors)


def _control(payload: bytes, where: _Where, envelope_id: int) -> LiveEvent | None:
    message = pb.Control.FromString(payload)
    head = where.head(message.common, envelope_id)
    if message.action in {_ENDED, _SUSPENDED}:
        return LiveEnded(*head, suspended=message.action == _SUSPENDED)
    return {_PAUSED: LivePaused, _RESUMED: LiveResumed}[message.action](*head) if message.action in {1, 2} else None


_READERS: dict[bytes, Callable[[bytes, _Where, int], LiveEvent | None]] = {
    b"WebcastChatMessage": _chat,
    b"WebcastEmoteChatMessage": _emote_chat,
    b"WebcastLikeMessage": _like,
    b"WebcastGiftMessage": _gift,
    b"WebcastMemberMessage": _member,
    b"WebcastSocialMessage": _social,
    b"WebcastSubNotifyMessage": _sub_notify,
    b"WebcastBarrageMessage": _barrage,
    b"WebcastRoomUserSeqMessage": _room_user_seq,
    b"WebcastControlMessage": _control,
}
