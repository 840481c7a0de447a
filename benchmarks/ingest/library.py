"""The library's own rate: an unmodified TikTokLiveClient with listeners that do nothing but count, in a process alone.

Its two arguments are the sender's addresses as JSON and how many events will come; it prints its seconds as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from dataclasses import dataclass

from TikTokLive import TikTokLiveClient
from TikTokLive.client.web.web_settings import WebDefaults
from TikTokLive.events import CommentEvent, ConnectEvent, Event, GiftEvent, JoinEvent, LikeEvent

PATIENCE_SECONDS = 120


@dataclass
class Count:
    """How many events are still to come; `done` is set with the last one."""

    left: int
    done: asyncio.Event
    started_at: float = 0

    async def begin(self, _: ConnectEvent) -> None:
        """The socket is open."""
        self.started_at = time.perf_counter()

    async def one(self, _: Event) -> None:
        """An event came."""
        self.left -= 1
        if not self.left:
            self.done.set()


async def listen(addresses: dict[str, str], events: int) -> float:
    """The seconds from the open socket to the last event."""
    WebDefaults.tiktok_app_url = addresses["TIKTOK_URL"]
    WebDefaults.tiktok_webcast_url = addresses["TIKTOK_WEBCAST_URL"]
    signer = {"sign_api_key": addresses["SIGN_API_KEY"], "sign_api_base": addresses["SIGN_API_URL"]}
    client = TikTokLiveClient(
        addresses["handle"], web_kwargs={"signer_kwargs": signer}, ws_kwargs={"close_timeout": 0.2}
    )
    count = Count(events, asyncio.Event())
    client.add_listener(ConnectEvent, count.begin)
    for kind in (CommentEvent, GiftEvent, JoinEvent, LikeEvent):
        client.add_listener(kind, count.one)
    task = await client.start()
    await asyncio.wait_for(count.done.wait(), PATIENCE_SECONDS)
    seconds = time.perf_counter() - count.started_at
    await client.disconnect()
    await asyncio.wait({task})
    return seconds


def main() -> None:
    """Listens once."""
    addresses, events = json.loads(sys.argv[1]), int(sys.argv[2])
    print(json.dumps({"seconds": asyncio.run(listen(addresses, events))}))


if __name__ == "__main__":
    main()
