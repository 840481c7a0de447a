"""A creator, who goes LIVE and stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.tiktok.live import Live

if TYPE_CHECKING:
    from standins.tiktok.viewer import Viewer
    from standins.tiktok.world import TikTok


class Creator:
    """Somebody who may go LIVE. With `may_go_live=False` TikTok treats them like somebody who does not exist."""

    def __init__(self, world: TikTok, viewer: Viewer, *, may_go_live: bool = True) -> None:
        self.world = world
        self.viewer = viewer
        self.may_go_live = may_go_live
        self.lives: list[Live] = []

    @property
    def handle(self) -> str:
        """The name in the address of their page."""
        return self.viewer.handle or ""

    @property
    def live(self) -> Live | None:
        """The LIVE that goes on, or None."""
        return self.lives[-1] if self.lives and self.lives[-1].alive else None

    def go_live(self, *, history_size: int = 20, replay_size: int = 0, age_restricted: bool = False) -> Live:
        """Opens a new room. The one before it is over, and its sockets hear nothing about that."""
        if self.lives:
            self.lives[-1].alive = False
        live = Live(self, next(self.world.ids), history_size=history_size, replay_size=replay_size)
        live.age_restricted = age_restricted
        self.lives.append(live)
        return live

    async def end_live(self, *, event: bool = True, suspended: bool = False, code: int | None = None) -> None:
        """Ends the LIVE, if there is one; see `Live.end`."""
        if self.live is not None:
            await self.live.end(event=event, suspended=suspended, code=code)
