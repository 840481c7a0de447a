"""A listener: the unmodified TikTokLiveClient, pointed at the stand-in, that keeps every event it emits."""

from __future__ import annotations

import asyncio
from typing import Any

from TikTokLive import TikTokLiveClient
from TikTokLive.events import Event
from TikTokLive.events.custom_events import ConnectEvent, WebsocketResponseEvent

IGNORED = {WebsocketResponseEvent.__name__}


class Listener(TikTokLiveClient):  # type: ignore[misc]  # the library ships no types
    """Keeps events in order, in `events`, before anybody could listen to them."""

    def __init__(self, handle: str = "host", **ws_kwargs: Any) -> None:  # noqa: ANN401 - whatever websockets takes
        super().__init__(handle, ws_kwargs={"close_timeout": 0.2, **ws_kwargs})
        self.events: list[Event] = []
        self.task: asyncio.Task[None] | None = None

    def emit(self, event: str, *args: Any, **kwargs: Any) -> bool:  # noqa: ANN401 - as the library has it
        """Keeps the event."""
        if event not in IGNORED:
            self.events.extend(args)
        return bool(super().emit(event, *args, **kwargs))

    async def listen(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever `start` takes
        """Connects, and waits until the socket is open or the attempt has failed; raises what the library raises."""
        before = len(self.named(ConnectEvent))
        self.task = await self.start(**kwargs)
        while len(self.named(ConnectEvent)) == before and not self.task.done():  # noqa: ASYNC110 - the library sets no event
            await asyncio.sleep(0.002)
        if self.task.done():
            self.task.result()

    async def ended(self, timeout: float = 30) -> None:  # noqa: ASYNC109 - tests say how long they wait
        """Waits for the end of the connection; raises what ended it."""
        assert self.task is not None
        await asyncio.wait_for(asyncio.shield(self.task), timeout)

    def named(self, kind: type[Any]) -> list[Any]:
        """The events of exactly this type, in order."""
        return [event for event in self.events if type(event) is kind]

    async def hang_up(self) -> None:
        """Ends everything; what went wrong before is not raised again."""
        if self.task is not None and not self.task.done():
            self.task.cancel()
        await asyncio.gather(*filter(None, [self.task]), return_exceptions=True)
        await self.web.close()
        await self.web.signer.client.aclose()
