"""The manager of the displays: follows the feed, and sees to it that every display shows the newest state soon."""

from __future__ import annotations

from displays.display import Display
from displays.guild_displays import ServerDisplays
from displays.worker import ChannelWorker
from domain.changes import (
    Change,
    FollowingChanged,
    LiveClosed,
    NoticeQueued,
    QueueChanged,
    RecordingGoesOn,
    RecordingStuck,
    ServerRestored,
    SettingsChanged,
    SongBookmarked,
    SongPlayed,
)
from domain.follow import FollowState, TroubleKind
from guild.alerts import Alerts
from guild.client import ShowBot
from services.tasks import Tasks, until_usable

STORING = "storing a LIVE"


class DisplayManager:
    """The displays of all servers. Its listeners only mark what is to do; nobody waits for a drawing."""

    def __init__(self, bot: ShowBot) -> None:
        self._bot = bot
        self._tasks = Tasks()
        self._alerts = Alerts(bot, self._tasks)
        self._workers: dict[str, ChannelWorker] = {}
        self._servers: dict[int, ServerDisplays] = {}
        feed = bot.services.feed
        feed.subscribe(QueueChanged, self._queue_changed)
        feed.subscribe(SongPlayed, self._song_played)
        feed.subscribe(SongBookmarked, self._song_bookmarked)
        feed.subscribe(LiveClosed, self._live_closed)
        feed.subscribe(NoticeQueued, self._notice_queued)
        feed.subscribe(SettingsChanged, self._settings_changed)
        feed.subscribe(ServerRestored, self._server_restored)
        feed.subscribe(FollowingChanged, self._following_changed)
        feed.subscribe(RecordingStuck, self._recording_stuck)
        feed.subscribe(RecordingGoesOn, self._recording_goes_on)

    async def close(self) -> None:
        """Stops all drawing; what is left to do is in the database."""
        await self._tasks.close()

    async def open(self) -> None:
        """Starts with every server that has settings; after a lost connection, looks at everything again."""
        for guild_id in await self._bot.services.settings.guilds():
            self.look_again(guild_id)

    def look_again(self, guild_id: int) -> None:
        """Learns the server's channels and doubts all that is shown in them."""
        server = self._server(guild_id)
        for display in server.displays:
            display.doubt()
        self._tasks.spawn(until_usable(server.follow_settings), f"settings of {guild_id}")

    def doubt_channel(self, guild_id: int, channel_id: int | None = None) -> None:
        """Something happened to a channel: looks again at its displays, and at every broken one of the server."""
        server = self._server(guild_id)
        near = [one for one in server.displays if one.trouble or one.channel_id == channel_id]
        server.doubt(*near)
        self._tasks.spawn(until_usable(server.follow_settings), f"settings of {guild_id}")

    def pins_changed(self, guild_id: int, channel_id: int) -> None:
        """Somebody, maybe the bot itself, pinned or unpinned something: looks whether the boards there are pinned."""
        server = self._server(guild_id)
        server.doubt(*(one for one in server.boards if one.channel_id == channel_id and not one.trouble))

    async def message_is_gone(self, guild_id: int, message_ids: set[int]) -> None:
        """Looks again at the boards whose messages these were."""
        places = await self._bot.services.outbox.places(guild_id)
        server = self._server(guild_id)
        gone = [one for one in server.boards if one.kind in places and places[one.kind].message_id in message_ids]
        server.doubt(*gone)

    async def heal(self, guild_id: int) -> dict[Display, list[str]]:
        """Looks at all of a server's displays and mends them; returns what was mended, by display."""
        server = self._server(guild_id)
        await server.follow_settings()
        return await server.heal()

    def _server(self, guild_id: int) -> ServerDisplays:
        if guild_id not in self._servers:
            self._servers[guild_id] = ServerDisplays(self._bot, self._alerts, self._worker_of, guild_id)
        return self._servers[guild_id]

    def _worker_of(self, name: str) -> ChannelWorker:
        return self._workers.setdefault(name, ChannelWorker(self._tasks, name))

    def _queue_changed(self, change: Change) -> None:
        server = self._server(change.guild_id)
        server.mark(*server.boards)

    def _song_played(self, change: Change) -> None:
        server = self._server(change.guild_id)
        server.mark(server.now_playing)

    def _song_bookmarked(self, change: Change) -> None:
        server = self._server(change.guild_id)
        server.mark(server.bookmarks)

    def _live_closed(self, change: Change) -> None:
        server = self._server(change.guild_id)
        server.mark(server.live_reports)

    def _notice_queued(self, change: Change) -> None:
        self._server(change.guild_id).mark_notices()

    def _settings_changed(self, change: Change) -> None:
        server = self._server(change.guild_id)
        self._tasks.spawn(until_usable(server.follow_settings), f"settings of {change.guild_id}")

    def _server_restored(self, change: Change) -> None:
        self.look_again(change.guild_id)

    def _following_changed(self, change: Change) -> None:
        """One notice for a LIVE that was lost unasked, however many tries follow, and one when it is back."""
        if not isinstance(change, FollowingChanged):
            return
        status, key = change.status, "TikTok"
        if status.state is FollowState.RECONNECTING and status.trouble not in {None, TroubleKind.LIVE_OVER}:
            self._alerts.report(change.guild_id, key, f"The LIVE of @{status.creator} was lost. {status.problem}")
        elif status.state is FollowState.LIVE:
            self._alerts.recovered(change.guild_id, key, f"✅ The LIVE of @{status.creator} is followed again.")
        elif (
            status.state is FollowState.IDLE and status.problem and status.end_reason is None
        ):  # else somebody asked for it
            self._alerts.report(change.guild_id, key, f"@{status.creator} is not followed. {status.problem}")
            self._alerts.clear(change.guild_id, key)
        elif status.state is FollowState.ENDED:
            self._alerts.clear(change.guild_id, key)

    def _recording_stuck(self, change: Change) -> None:
        if isinstance(change, RecordingStuck):
            text = f"{change.problem} The LIVE is still followed: what happens there is kept, and counted later."
            self._alerts.report(change.guild_id, STORING, text)

    def _recording_goes_on(self, change: Change) -> None:
        text = "✅ The bot can use its data again, and has counted what happened on the LIVE meanwhile."
        self._alerts.recovered(change.guild_id, STORING, text)
