"""The songs that reviewers keep: each posted once in the bookmarks channel."""

from __future__ import annotations

from displays.display import Display
from displays.permissions import Channel
from displays.posts import Post, post_once
from displays.troubles import Troubles
from displays.worker import Step
from views.base import ShowBot
from views.boards.now_playing import bookmarked


class Bookmarks(Display):
    """One server's bookmarks."""

    def __init__(self, bot: ShowBot, troubles: Troubles, guild_id: int) -> None:
        super().__init__(bot, troubles, guild_id, "bookmarks", "bookmarks_channel")

    async def show(self, channel: Channel) -> Step:
        """Posts the oldest bookmark that has no message; noted before the next one."""
        services = self.bot.services
        marks = await services.outbox.bookmarks_to_post(self.guild_id)
        if not marks:
            return Step.DONE
        song = marks[0].submission
        post = Post(song, bookmarked(song, marks[0].bookmark.made_by))
        in_doubt, self.in_doubt = self.in_doubt, True
        message = await post_once(channel, services.store, post, in_doubt=in_doubt)
        await services.outbox.set_bookmark_posted(song.submission_id, message.id)
        self.in_doubt = False
        return Step.SENT if len(marks) == 1 else Step.MORE

    async def leave(self) -> None:
        """Bookmarks wait for a channel."""
