"""TikTok's own answers: the creator's pages, the room API, the alive check, room info, the gift list."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import web

from standins.tiktok.gifts import GIFTS

if TYPE_CHECKING:
    from standins.tiktok.creator import Creator
    from standins.tiktok.world import TikTok

LIVE_STATUS, OFFLINE_STATUS = 2, 4


class Pages:
    """Answers for one world."""

    def __init__(self, world: TikTok) -> None:
        self._world = world

    async def live_page(self, request: web.Request) -> web.Response:
        """The page of a creator's LIVE; those who cannot go LIVE have a page without a LiveRoom."""
        creator = self._world.find(request.match_info["name"])
        state: dict[str, object] = {"AppContext": {"appContext": {"language": "en"}}}
        if creator is not None and creator.may_go_live:
            state["LiveRoom"] = {"liveRoomUserInfo": {"user": _user(creator)}, "liveRoomStatus": _status(creator)}
        return _page("SIGI_STATE", state)

    async def profile(self, request: web.Request) -> web.Response:
        """The page of an account, by handle or numeric id."""
        name = request.match_info["name"]
        creator = self._world.find(name) or self._world.find_by_id(name)
        detail = {"userInfo": {"user": _user(creator)}} if creator is not None else {"statusCode": 10221}
        return _page("__UNIVERSAL_DATA_FOR_REHYDRATION__", {"__DEFAULT_SCOPE__": {"webapp.user-detail": detail}})

    async def room_api(self, request: web.Request) -> web.Response:
        """Which room a creator is in, as JSON."""
        creator = self._world.find(request.query.get("uniqueId", ""))
        if creator is None or not creator.may_go_live:
            return web.json_response({"statusCode": 19881007, "message": "user_not_found", "data": {}})
        data = {"user": _user(creator), "liveRoom": {"status": _status(creator), "title": "Music review"}}
        return web.json_response({"statusCode": 0, "message": "", "data": data})

    async def alive(self, request: web.Request) -> web.Response:
        """Which of these rooms are open; rooms that never were have no entry."""
        rooms = [(text, self._world.room(text)) for text in request.query.get("room_ids", "").split(",")]
        data = [{"alive": room.alive, "room_id_str": text} for text, room in rooms if room is not None]
        return web.json_response({"data": data, "status_code": 0})

    async def room_info(self, request: web.Request) -> web.Response:
        """All about a room; of an age-restricted one nothing but a prompt."""
        room = self._world.room(request.query.get("room_id", ""))
        if room is None:
            return web.json_response({"data": {"message": "room not found"}, "status_code": 30003})
        if room.age_restricted:
            prompt = "This LIVE is only for people over 18."
            return web.json_response({"data": {"prompts": prompt, "message": prompt}, "status_code": 4003110})
        owner = {"id_str": str(room.creator.viewer.user_id), "display_id": room.creator.handle}
        status = LIVE_STATUS if room.alive else OFFLINE_STATUS
        data = {"id_str": str(room.room_id), "status": status, "title": "Music review", "owner": owner}
        return web.json_response({"data": data, "status_code": 0})

    async def gift_list(self, _: web.Request) -> web.Response:
        """What can be sent, with prices."""
        gifts = [
            {"id": gift.gift_id, "name": gift.name, "diamond_count": gift.coins, "type": gift.type}
            for gift in GIFTS.values()
        ]
        return web.json_response({"data": {"gifts": gifts}, "status_code": 0})


def _user(creator: Creator) -> dict[str, object]:
    viewer = creator.viewer
    room_id = str(creator.lives[-1].room_id) if creator.lives else ""
    return {
        "id": str(viewer.user_id),
        "uniqueId": viewer.handle,
        "nickname": viewer.nickname,
        "secUid": viewer.sec_uid,
        "roomId": room_id,
        "status": _status(creator),
    }


def _status(creator: Creator) -> int:
    return OFFLINE_STATUS if creator.live is None else LIVE_STATUS


def _page(script_id: str, state: object) -> web.Response:
    script = f'<script id="{script_id}" type="application/json">{json.dumps(state)}</script>'
    return web.Response(
        text=f"<!DOCTYPE html><html><head>{script}</head><body></body></html>", content_type="text/html"
    )
