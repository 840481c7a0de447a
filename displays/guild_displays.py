"""All displays of one server, and the workers of the channels they are in."""

from __future__ import annotations

from collections.abc import Callable

from displays.board import BOARDS, Board
from displays.display import Display
from displays.live_reports import LiveReports
from displays.notices import Notices
from displays.song_posts import Bookmarks, NowPlaying
from displays.worker import ChannelWorker
from guild.alerts import Alerts
from guild.client import ShowBot
from guild.role_checks import look_at_the_unseen

WorkerOf = Callable[[str], ChannelWorker]


class ServerDisplays:
    """One server's displays; `worker_of` gives the one worker of each channel."""

    def __init__(self, bot: ShowBot, troubles: Alerts, worker_of: WorkerOf, guild_id: int) -> None:
        self._bot = bot
        self._alerts = troubles
        self._guild_id = guild_id
        self._worker_of = worker_of
        self._knows_channels = False
        self.boards = [Board(bot, troubles, guild_id, spec) for spec in BOARDS]
        self.now_playing = NowPlaying(bot, troubles, guild_id)
        self.bookmarks = Bookmarks(bot, troubles, guild_id)
        self.live_reports = LiveReports(bot, troubles, guild_id)
        self._notices = Notices(bot, guild_id)

    @property
    def displays(self) -> list[Display]:
        """All of them."""
        return [*self.boards, self.now_playing, self.bookmarks, self.live_reports]

    async def follow_settings(self) -> None:
        """Learns which channel each display belongs to; one that moved starts anew there."""
        settings = await self._bot.services.settings.of(self._guild_id)
        for display in self.displays:
            channel_id: int | None = getattr(settings, display.purpose)
            if channel_id != display.channel_id:
                display.channel_id = channel_id
                display.doubt()
        self._knows_channels = True
        guild = self._bot.get_guild(self._guild_id)
        if guild and not guild.unavailable:
            look_at_the_unseen(self._alerts, guild, settings)
        self.mark_all()

    def mark(self, *displays: Display) -> None:
        """Asks for these to be brought up to date soon; before the settings are known, nothing has a channel yet."""
        for display in displays if self._knows_channels and self._is_here() else ():
            nowhere = f"{display.name} of {self._guild_id}"  # one server's leaving is nothing that others wait for
            self._worker_of(str(display.channel_id or nowhere)).mark(display)

    def mark_notices(self) -> None:
        """Asks for notices to be sent soon; they have a pace of their own."""
        if self._is_here():
            self._worker_of(f"notices of {self._guild_id}").mark(self._notices)

    def mark_all(self) -> None:
        """Asks for everything."""
        self.mark(*self.displays)
        self.mark_notices()

    def doubt(self, *displays: Display) -> None:
        """Asks for these to be looked at again, also where they were broken, and brought up to date."""
        for display in displays:
            display.doubt()
        self.mark(*displays)

    def _is_here(self) -> bool:
        """Where the bot was removed nothing is shown or told; all is looked at again when it comes back."""
        return self._bot.get_guild(self._guild_id) is not None

    async def heal(self) -> dict[Display, list[str]]:
        """Looks at every display that has a channel and mends it; returns what was mended, by display."""
        mended = {display: await display.heal() for display in self.displays if display.channel_id}
        self.mark_all()
        return mended
