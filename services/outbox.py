"""What has to appear on Discord and where it is: displays, plays, bookmarks, notices, messages that go later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from domain.outbox import Bookmark, Cleanup, Notice, Place
from domain.shows import Play
from domain.submissions import Submission
from services.base import Service

CLEANUP_SECONDS = 600


@dataclass(frozen=True)
class PlayToShow:
    """A play whose "Now playing" message is missing or out of date, with its song."""

    play: Play
    submission: Submission


@dataclass(frozen=True)
class BookmarkToPost:
    """A bookmark without a message, with its song."""

    bookmark: Bookmark
    submission: Submission


class Outbox(Service):
    """The intents that were committed and have to reach Discord, also after a restart."""

    async def places(self, guild_id: int) -> dict[str, Place]:
        """Where the server's displays are, by kind."""
        async with self._database.transaction() as tables:
            return await tables.displays.places(guild_id)

    async def set_place(self, guild_id: int, kind: str, place: Place) -> None:
        """Stores where a display is now."""
        async with self._database.transaction() as tables:
            await tables.displays.set_place(guild_id, kind, place)

    async def forget_place(self, guild_id: int, kind: str) -> None:
        """Forgets a display whose message is gone."""
        async with self._database.transaction() as tables:
            await tables.displays.forget(guild_id, kind)

    async def plays_to_show(self, guild_id: int) -> list[PlayToShow]:
        """The plays to post or to edit, oldest first."""
        async with self._database.transaction() as tables:
            plays = await tables.plays.to_show(guild_id)
            songs = await tables.submissions.by_ids(play.submission_id for play in plays)
        return [PlayToShow(play, songs[play.submission_id]) for play in plays]

    async def set_play_shown(self, play: Play, place: Place) -> None:
        """Notes what a play's message says by now."""
        async with self._database.transaction() as tables:
            await tables.plays.set_shown(play, place.channel_id, place.message_id)

    async def bookmarks_to_post(self, guild_id: int) -> list[BookmarkToPost]:
        """The bookmarks that are not in their channel yet."""
        async with self._database.transaction() as tables:
            marks = await tables.bookmarks.to_post(guild_id)
            songs = await tables.submissions.by_ids(mark.submission_id for mark in marks)
        return [BookmarkToPost(mark, songs[mark.submission_id]) for mark in marks]

    async def set_bookmark_posted(self, submission_id: int, message_id: int) -> None:
        """Notes the message of a bookmark."""
        async with self._database.transaction() as tables:
            await tables.bookmarks.set_posted(submission_id, message_id)

    async def notices_to_send(self, guild_id: int) -> list[Notice]:
        """The notices that nobody was told yet."""
        async with self._database.transaction() as tables:
            return await tables.notices.to_send(guild_id)

    async def set_notice_tried(self, notice_id: int) -> None:
        """Notes, before the send, that one goes out."""
        async with self._database.transaction() as tables:
            await tables.notices.set_tried(notice_id, self._clock())

    async def settle_notice(self, notice_id: int, how: str) -> None:
        """Notes how the member was told: dm, mention or nowhere."""
        async with self._database.transaction() as tables:
            await tables.notices.settle(notice_id, how)

    async def clean_up_later(self, cleanup: Cleanup) -> None:
        """Notes a message of the submission channel that goes after ten minutes."""
        async with self._database.transaction() as tables:
            await tables.displays.add_cleanup(cleanup, self._clock() + timedelta(seconds=CLEANUP_SECONDS))

    async def due_cleanups(self) -> list[Cleanup]:
        """The messages whose ten minutes are over."""
        async with self._database.transaction() as tables:
            return await tables.displays.due_cleanups(self._clock())

    async def drop_cleanup(self, message_id: int) -> None:
        """Forgets a message that is gone."""
        async with self._database.transaction() as tables:
            await tables.displays.drop_cleanup(message_id)
