"""What is dropped in the submission channel: songs are submitted, everything else is pointed to the Submit button."""

from __future__ import annotations

import logging
from collections import defaultdict
from functools import partial

import discord
from discord.ext import commands, tasks

from domain.drop_queue import Drop, DropQueue
from domain.outbox import Cleanup, Place
from guild.client import ShowBot
from guild.messages import Nowhere, message_at
from services.tasks import until_usable
from views.answers import FAILURES, repeated
from views.base import person_of
from views.boards.portal import SubmitButton
from views.pages import buttons
from views.submitting.submit_flow import submit_upload
from views.submitting.upload import SongUpload, songs_in_message

log = logging.getLogger(__name__)

CLEANUP_ROUND_SECONDS = 20
HOW_TO = (
    "to send a song, press Submit. Or hold (on a computer: right-click) your message with the link or file and choose "
    "Apps, Submit this track. Messages here go after ten minutes."
)
Queue = DropQueue[discord.Message]
_WRITTEN_BY_PEOPLE = (discord.MessageType.default, discord.MessageType.reply)


class DropsCog(commands.Cog):
    """Listens in the submission channels and keeps them tidy.

    Discord: without the message content intent a message arrives without its text and files, so there is no song to
    find in it; the message menu hands them over all the same.
    """

    def __init__(self, bot: ShowBot) -> None:
        self.bot = bot
        self._told: set[int] = set()
        self._queues: dict[int, Queue] = defaultdict(DropQueue)

    async def cog_load(self) -> None:
        """Starts the clean-up, which takes up what was noted before a restart."""
        self.clean_up.add_exception_type(Exception)  # whatever a round meets, the next one comes, after a pause
        self.clean_up.start()

    async def cog_unload(self) -> None:
        """Stops the clean-up."""
        self.clean_up.cancel()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Lets a member's message wait for its turn: its songs are taken in, or the member is told how it is done."""
        if message.guild is None or not await self._is_for_us(message):
            return
        queue, now = self._queues[message.guild.id], self.bot.services.clock()
        if queue.add(message.author.id, message, now, has_song=bool(_offers(message))):
            self._handle_next(queue)
        else:  # they had their answer a moment ago
            await self._clean_up_later(message)

    def _handle_next(self, queue: Queue) -> None:
        """Starts what is due, each in a task of its own, as discord.py starts them for events."""
        for drop in queue.take():
            self.bot.dispatch("song_dropped" if drop.is_song else "chatter_dropped", queue, drop)

    @commands.Cog.listener()
    async def on_song_dropped(self, queue: Queue, drop: Drop[discord.Message]) -> None:
        """Takes in the songs of a member's message."""
        [message] = drop.messages
        try:
            answered = [await self._take_in(message, which, offer) for which, offer in enumerate(_offers(message))]
            # A message is never deleted before its member was told what became of it.
            if all(answered) and not await self._delete(_cleanup(message)):
                await self._clean_up_later(message)
        finally:
            queue.done(drop)
            self._handle_next(queue)

    @commands.Cog.listener()
    async def on_chatter_dropped(self, queue: Queue, drop: Drop[discord.Message]) -> None:
        """Says to a member how a song is sent, once for all that they wrote; what they wrote goes later."""
        told_at = None
        try:
            if await self._say(drop.messages[0], HOW_TO, buttons(SubmitButton()), ping=False):
                told_at = self.bot.services.clock()
        finally:
            queue.done(drop, told_at)
            self._handle_next(queue)
        for message in drop.messages if told_at else []:
            await self._clean_up_later(message)

    @tasks.loop(seconds=CLEANUP_ROUND_SECONDS)
    async def clean_up(self) -> None:
        """Removes the messages whose ten minutes are over."""
        with self.bot.rounds.noted("clean-up of the submission channels"):
            for due in await self.bot.services.outbox.due_cleanups():
                if await self._delete(due):
                    await self.bot.services.outbox.drop_cleanup(due.message_id)

    @clean_up.before_loop
    async def _connected(self) -> None:
        await self.bot.wait_until_ready()

    async def _is_for_us(self, message: discord.Message) -> bool:
        """True for a message that a member, not one of the staff, wrote in the submission channel."""
        author = message.author
        if author.bot or not isinstance(author, discord.Member) or message.type not in _WRITTEN_BY_PEOPLE:
            return False
        settings = await until_usable(partial(self.bot.services.settings.last_known, author.guild.id))
        if message.channel.id != settings.submission_channel or author.guild_permissions.manage_guild:
            return False
        return settings.staff_role is None or author.get_role(settings.staff_role) is None

    async def _take_in(self, message: discord.Message, which: int, offer: SongUpload) -> bool:
        found = await until_usable(partial(submit_upload, self.bot.services, offer))
        return await self._say(message, found.text, found.view, which)

    async def _say(
        self, to: discord.Message, text: str, view: discord.ui.View, which: int = 0, *, ping: bool = True
    ) -> bool:
        """Answers in the channel, where the member looks and whatever their settings for DMs; goes after ten minutes.

        Only that member is mentioned, and the buttons take effect for nobody else. False where it cannot be sent.
        Discord takes a nonce once for some minutes, so an answer whose fate is unknown is sent again.
        """
        users = [to.author] if ping else False
        only_them = discord.AllowedMentions(everyone=False, roles=False, users=users, replied_user=False)
        said_to, nonce = f"{to.author.mention} {text}", f"{to.id}.{which}"
        try:
            said = await repeated(lambda: to.channel.send(said_to, view=view, allowed_mentions=only_them, nonce=nonce))
        except FAILURES as failure:
            log.warning("could not answer in channel %s: %s", to.channel.id, failure)
            return False
        await self._clean_up_later(said)
        return True

    async def _clean_up_later(self, message: discord.Message) -> None:
        await until_usable(partial(self.bot.services.outbox.clean_up_later, _cleanup(message)))

    async def _delete(self, what: Cleanup) -> bool:
        """Deletes a message; False where it has to be tried again later."""
        guild = self.bot.get_guild(what.guild_id)
        message = message_at(guild, Place(what.channel_id, what.message_id))
        if isinstance(message, Nowhere):
            return guild is None or message is Nowhere.NOT_HERE  # a server that the bot has left comes by no waiting
        try:
            await message.delete()
        except discord.Forbidden:
            self._miss_permission(what)
        except FAILURES as failure:
            log.info("message %s cannot be deleted: %s", what.message_id, failure)
            return isinstance(failure, discord.NotFound)
        return True

    def _miss_permission(self, what: Cleanup) -> None:
        if what.guild_id not in self._told:
            self._told.add(what.guild_id)
            log.warning("no Manage Messages in channel %s of server %s", what.channel_id, what.guild_id)


def _offers(message: discord.Message) -> list[SongUpload]:
    assert message.guild is not None  # noqa: S101  # only messages of servers come this far
    return songs_in_message(message, message.guild.id, person_of(message.author))


def _cleanup(message: discord.Message) -> Cleanup:
    assert message.guild is not None  # noqa: S101  # only messages of servers come this far
    return Cleanup(message.guild.id, message.channel.id, message.id)


async def setup(bot: ShowBot) -> None:
    """Adds the cog; discord.py calls it."""
    await bot.add_cog(DropsCog(bot))
