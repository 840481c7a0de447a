"""The messages that a room can send, built field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum

from standins.tiktok.gifts import GIFTS, STREAKABLE, Gift
from standins.tiktok.message import Kind, Message, ViewerAction
from standins.tiktok.viewer import Viewer
from standins.tiktok.wire import Fields, Value

LIKED = "pm_mt_msg_viewer"
JOINED = "live_room_enter_toast"
FOLLOWED = "pm_main_follow_message_viewer_2"
SHARED = "pm_mt_guidance_share"
PEOPLE_JOINED_FROM_SHARE = "pm_mt_guidance_viewer_5_share"
SENT_GIFT = "webcast_aweme_gift_send_message"
SUPER_FAN = "ttlive_superFan_commentNotif_becameSuperFan"
# TikTok: nobody can send more in one streak; a higher number is a defect and worth nothing.
MOST_REPEATS = 10_000


class Control(IntEnum):
    """The actions of a control message."""

    PAUSE = 1
    UNPAUSE = 2
    END = 3
    SUSPEND = 4


class Messages:
    """Builds messages of one room. What is not told apart by a parameter looks like TikTok's.

    A `viewer` of None leaves the user out. `key` is the display key, by which TikTok tells follows from shares.
    """

    def __init__(self, room_id: int, host_id: int, ids: Iterator[int], now: Callable[[], float]) -> None:
        self.room_id = room_id
        self.total_likes = 0
        self._host_id = host_id
        self._ids = ids
        self._now = now

    def message(self, method: str, fields: Fields, *, key: str = "", deed: ViewerAction | None = None) -> Message:
        """A message of any type; `fields` start at 2, for 1 is what all types have in common."""
        msg_id = next(self._ids)
        common: dict[int, Value] = {
            1: method,
            2: msg_id,
            3: self.room_id,
            4: int(self._now() * 1000),
            6: True,
            8: {1: key, 2: "{0:user} …", 3: {1: "#ffffffff", 4: 400}} if key else None,
            12: f"2025{msg_id:x}0A1B2C3D4E5F",
            15: "maliva",
        }
        return Message(method, msg_id, {1: common, **fields}, deed)

    def chat(self, viewer: Viewer | None, text: str | bytes, *, key: str = "") -> Message:
        """A comment. Text as bytes can be what is no UTF-8."""
        fields: Fields = {2: _user(viewer), 3: text, 14: "en", 18: {4: True}}
        return self._by(viewer, Kind.COMMENT, 1, "WebcastChatMessage", fields, key)

    def emote_chat(self, viewer: Viewer | None, emote: str = "7256") -> Message:
        """A comment made of a subscriber's emote."""
        fields: Fields = {2: _user(viewer), 3: [{1: emote, 2: {1: ["https://p16.tiktokcdn.com/emote.png"]}}]}
        return self._by(viewer, Kind.COMMENT, 1, "WebcastEmoteChatMessage", fields, "")

    def like(self, viewer: Viewer | None, count: int = 1, *, hidden: int = 0, key: str = LIKED) -> Message:
        """A burst of likes. `hidden` are likes that TikTok counts in the room's total but tells nobody about."""
        self.total_likes += count + hidden
        icon = {1: ["https://p16-webcast.tiktokcdn.com/webcast-va/like_icon.png~tplv-obj.image"]}
        fields: Fields = {2: count, 3: self.total_likes, 5: _user(viewer), 7: [icon]}
        return self._by(viewer, Kind.LIKE, count, "WebcastLikeMessage", fields, key)

    def join(self, viewer: Viewer | None, *, action: int = 1, key: str = JOINED) -> Message:
        """A viewer comes in. TikTok: action 3 is a subscription, and nobody is ever said to leave."""
        fields: Fields = {2: _user(viewer), 3: 58, 9: 6, 10: action, 19: "live_merge-live_cover"}
        return self._by(viewer, Kind.JOIN, 1, "WebcastMemberMessage", fields, key)

    def follow(self, viewer: Viewer | None, *, key: str = FOLLOWED) -> Message:
        """A viewer follows the creator; TikTok says so again when they unfollow and follow."""
        fields: Fields = {2: _user(viewer), 4: 1, 6: 4711}
        return self._by(viewer, Kind.FOLLOW, 1, "WebcastSocialMessage", fields, key)

    def share(self, viewer: Viewer | None, *, key: str = SHARED) -> Message:
        """A viewer shares the LIVE, or with `PEOPLE_JOINED_FROM_SHARE` the news of what came of it."""
        fields: Fields = {2: _user(viewer), 3: 4, 4: 3, 5: "whatsapp", 8: 1}
        kind = None if "pm_mt_guidance_viewer_" in key else Kind.SHARE
        return self._by(viewer, kind, 1, "WebcastSocialMessage", fields, key)

    def subscribe(self, viewer: Viewer | None, months: int = 1) -> Message:
        """A viewer subscribes."""
        fields: Fields = {2: _user(viewer), 4: months, 5: 1, 8: 1, 9: True}
        return self._by(viewer, Kind.SUBSCRIBE, 1, "WebcastSubNotifyMessage", fields, "pm_mt_subscribe")

    def super_fan(self, viewer: Viewer | None, *, key: str = SUPER_FAN, common_content: bool = False) -> Message:
        """A viewer becomes a super fan; the key stands in the content, or in the common content."""
        fields: Fields = {3: 100, 5: {1: key}, 6: 5000, 50: _user(viewer)}
        if common_content:
            fields = {3: 100, 6: 5000, 24: {1: key}, 50: _user(viewer)}
        return self.message("WebcastBarrageMessage", fields)

    def viewers(self, now: int, so_far: int = 0, top: Sequence[Viewer] = ()) -> Message:
        """How many watch now, how many have been there so far, and who gave most."""
        ranks = [{1: 100 - place, 2: _user(viewer), 3: place} for place, viewer in enumerate(top, 1)]
        return self.message("WebcastRoomUserSeqMessage", {2: ranks, 3: now, 4: str(now), 6: now, 7: so_far})

    def control(self, action: int, tips: str = "") -> Message:
        """Pause, unpause, end, suspend."""
        return self.message("WebcastControlMessage", {2: int(action), 3: tips})

    def gift(
        self,
        viewer: Viewer | None,
        gift: Gift | str,
        *,
        count: int = 1,
        streak: int | None = None,
        end: bool = True,
        to: Viewer | None = None,
        key: str = SENT_GIFT,
        scheme_info: bool = False,
    ) -> Message:
        """One message about a gift. `count` is the streak's total so far, `streak` its group id (a new one when None).

        `to` is a guest; the host when None. `scheme_info` adds the field that makes TikTokLive 7.0.1 lose the message.
        """
        gift = GIFTS[gift] if isinstance(gift, str) else gift
        group = next(self._ids) if streak is None else streak
        receiver: Value = {1: self._host_id} if to is None else to.encoded
        fields: Fields = {
            2: gift.gift_id,
            4: 1,
            5: count,
            6: 1,
            7: _user(viewer),
            8: receiver,
            9: bool(end),
            11: group,
            15: _gift(gift, scheme_info=scheme_info),
            16: f"2025{group:x}",
            17: 1,
        }
        message = self.message("WebcastGiftMessage", fields, key=key)
        return Message(message.method, message.msg_id, message.fields, _worth(message, viewer, gift, count, group, to))

    def streak(self, viewer: Viewer, gift: str, counts: Sequence[int], to: Viewer | None = None) -> list[Message]:
        """A streak as TikTok tells it: a message at each of these totals, and the last one again as its end."""
        group = next(self._ids)
        steps = [(count, False) for count in counts] + [(counts[-1], True)]
        return [self.gift(viewer, gift, count=count, streak=group, end=end, to=to) for count, end in steps]

    def _by(
        self, viewer: Viewer | None, kind: Kind | None, amount: int, method: str, fields: Fields, key: str
    ) -> Message:
        message = self.message(method, fields, key=key)
        if kind is None or viewer is None or viewer.known_id is None or amount <= 0:
            return message
        deed = ViewerAction(kind, viewer.known_id, amount, message.msg_id)
        return Message(method, message.msg_id, message.fields, deed)


def _user(viewer: Viewer | None) -> bytes | None:
    return None if viewer is None else viewer.encoded


def _gift(gift: Gift, *, scheme_info: bool) -> Fields:
    picture = {
        1: [f"https://p16-webcast.tiktokcdn.com/img/maliva/webcast-va/{gift.gift_id}~tplv-obj.png"],
        2: "webcast-va",
    }
    return {
        1: picture,
        2: f"sent {gift.name}",
        4: 1000,
        5: gift.gift_id,
        10: gift.type == STREAKABLE,
        11: gift.type,
        12: gift.coins,
        13: True,
        16: gift.name,
        21: picture,
        126: {1: 1, 2: "aweme://gift", 3: "for a friend"} if scheme_info else None,
    }


def _worth(
    message: Message, viewer: Viewer | None, gift: Gift, count: int, group: int, to: Viewer | None
) -> ViewerAction | None:
    if viewer is None or viewer.known_id is None or gift.coins <= 0:
        return None
    streakable = gift.type == STREAKABLE
    times = count if streakable else max(1, count)
    if not 1 <= times <= MOST_REPEATS:
        return None
    key: object = (viewer.known_id, gift.gift_id, group) if streakable else message.msg_id
    return ViewerAction(Kind.GIFT if to is None else Kind.GUEST_GIFT, viewer.known_id, times * gift.coins, key)
