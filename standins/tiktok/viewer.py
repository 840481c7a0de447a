"""The people of a LIVE, with the parts of themselves that TikTok may leave out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Literal, Self

from standins.tiktok.wire import Fields, encode

Part = Literal["user_id", "handle", "nickname", "sec_uid"]


@dataclass(frozen=True)
class Viewer:
    """A TikTok account as it looks in messages.

    `fans_club` and `upcoming_event` add the fields that make TikTokLive 7.0.1 lose the whole message.
    """

    user_id: int | None
    handle: str | None
    nickname: str | None
    sec_uid: str | None
    fans_club: bool = False
    upcoming_event: bool = False

    def renamed(self, handle: str) -> Self:
        """The same account under another handle."""
        return replace(self, handle=handle)

    def without(self, *parts: Part) -> Self:
        """The same account with these parts missing."""
        return replace(
            self,
            user_id=None if "user_id" in parts else self.user_id,
            handle=None if "handle" in parts else self.handle,
            nickname=None if "nickname" in parts else self.nickname,
            sec_uid=None if "sec_uid" in parts else self.sec_uid,
        )

    @property
    def known_id(self) -> int | None:
        """The id, where it is one that a deed can be credited to: above 0, within int64."""
        return self.user_id if self.user_id is not None and 0 < self.user_id < 1 << 63 else None

    @property
    def fields(self) -> Fields:
        """The user as the messages carry it, about as large as TikTok's."""
        return {
            1: self.user_id,
            3: self.nickname,
            5: "music · night owl · link below",
            9: self._image("100x100"),
            10: self._image("720x720"),
            15: 1,
            22: {1: 211, 2: 87, 3: 1},  # follow_info
            24: {1: {1: "Night Crew", 2: 12}} if self.fans_club else None,
            32: {},  # user_attr
            38: self.handle,
            46: self.sec_uid,
            64: [
                _badge("grade_badge_icon_lite_lv15_v2", "15"),
                _badge("fans_badge_icon_lv10_v0", "10"),
                _badge("new_top_gifter_v1", "3"),
            ],
            1028: None if self.user_id is None else str(self.user_id),
            1045: [{1: 77, 2: 1_700_000_000, 4: "Next show"}] if self.upcoming_event else None,
        }

    @cached_property
    def encoded(self) -> bytes:
        """The same in bytes, made once: every message of this viewer carries it."""
        return encode(self.fields)

    def _image(self, size: str) -> Fields:
        name = sha256(f"{self.user_id}{size}".encode()).hexdigest()
        address = f"tos-useast5-avt-0068-tx/{name[:32]}~tplv-tiktokx-cropcenter:{size.replace('x', ':')}.webp"
        signature = (
            f"dr=14577&refresh_token={name[32:]}&x-expires=1784000000&x-signature={name[8:40]}&t=4d5b0474&ps=13740610"
        )
        return {1: [f"https://p{edge}-sign.tiktokcdn.com/{address}?{signature}" for edge in (16, 19)], 2: address}


def _badge(icon: str, level: str) -> Fields:
    picture = {
        1: [f"https://p16-webcast.tiktokcdn.com/webcast-va/{icon}.png~tplv-obj.image"],
        2: f"webcast-va/{icon}.png",
    }
    return {1: 4, 3: 8, 11: 1, 12: {1: f"72{level}", 5: level}, 23: {1: 1, 2: picture, 4: level}}
