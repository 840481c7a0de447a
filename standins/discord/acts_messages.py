"""What people do with messages: writing, deleting, pinning, opening and closing their direct messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import errors, mentions, permissions
from standins.discord.errors import ActorError
from standins.discord.files import MOST_FILES
from standins.discord.member import Member
from standins.discord.message import REPLY, Edit
from standins.discord.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from standins.discord.channel import Channel, Place
    from standins.discord.files import Upload
    from standins.discord.message import Message

MOST_TEXT = 2000
MOST_TEXT_NITRO = 4000


class MessageActor(Member):
    """A person who reads and writes messages."""

    @property
    def dms(self) -> list[Message]:
        """The direct messages with the bot, oldest first."""
        return self.guild.world.direct(self.user).public_messages()

    def close_dms(self) -> None:
        """Takes no direct messages from the bot any more (error 50007)."""
        self.guild.world.closed_dms.add(self.id)

    def open_dms(self) -> None:
        """Takes direct messages again."""
        self.guild.world.closed_dms.discard(self.id)

    def sees(self, message: Message) -> bool:
        """Whether the message is on this person's screen."""
        channel = self.guild.world.guild_channel(message.place)
        if channel is None:
            return message.place is self.guild.world.direct(self.user)
        return not message.deleted and message in channel.messages_seen_by(self)

    async def say(
        self, channel: Channel, text: str = "", *, files: Sequence[Upload] = (), reply_to: Message | None = None
    ) -> Message:
        """Writes a message, with files; raises `ActorError` for what the client would not send."""
        self._check_may_write(channel, files)
        return self._write(channel, text, files, reply_to)

    async def say_in_dms(self, text: str = "", *, files: Sequence[Upload] = ()) -> Message:
        """Writes a direct message to the bot."""
        return self._write(self.guild.world.direct(self.user), text, files, None)

    def _check_may_write(self, channel: Channel, files: Sequence[Upload]) -> None:
        needed = [Permission.SEND_MESSAGES, *([Permission.ATTACH_FILES] if files else [])]
        try:
            permissions.require(channel, self, *needed)
        except errors.ApiError as error:
            raise ActorError(f"{self.name} cannot write that in #{channel.name}: {error}") from error

    def _write(self, place: Place, text: str, files: Sequence[Upload], reply_to: Message | None) -> Message:
        most = MOST_TEXT_NITRO if self.nitro else MOST_TEXT
        if len(text) > most or not (text.strip() or files):
            raise ActorError(f"a message has 1 to {most} characters or a file")
        if len(files) > MOST_FILES:
            raise ActorError(f"a message takes at most {MOST_FILES} files")
        if any(len(upload.data) > self.upload_limit for upload in files):
            raise ActorError(f"a file is larger than the {self.upload_limit} bytes allowed here")
        world = self.guild.world
        message = world.post.blank(place, self.user)
        message.content = text
        message.attachments = [world.files.store(upload, f"attachments/{place.id}") for upload in files]
        if reply_to is not None:
            message.reference, message.kind = reply_to, REPLY
        replied = reply_to.author if reply_to else None
        message.mentions = mentions.read(text, None, place, self.user, replied)
        return world.post.deliver(message)

    async def edit(self, message: Message, text: str) -> None:
        """Changes the text of one's own message."""
        world = self.guild.world
        if message.deleted or message.author is not self.user:
            raise ActorError(f"{self.name} cannot edit this message")
        message.edited_at = world.clock.now()
        message.edits.append(Edit(message.edited_at, message.text))
        message.content = text
        world.post.announce_edit(message)

    async def delete(self, message: Message) -> None:
        """Deletes a message: one's own, an ephemeral one to oneself, or with MANAGE_MESSAGES any."""
        channel = self.guild.world.guild_channel(message.place)
        own = message.author is self.user or message.visible_to == self.id
        held = permissions.in_channel(channel, self) if channel else 0
        if message.deleted or not (own or held & Permission.MANAGE_MESSAGES):
            raise ActorError(f"{self.name} cannot delete this message")
        self.guild.world.post.remove(message)

    async def pin(self, message: Message) -> None:
        """Pins a message: needs PIN_MESSAGES."""
        self._check_may_pin(message)
        self.guild.world.post.pin(message, self.user)

    async def unpin(self, message: Message) -> None:
        """Takes a pin away: needs PIN_MESSAGES."""
        self._check_may_pin(message)
        self.guild.world.post.unpin(message)

    def _check_may_pin(self, message: Message) -> None:
        channel = self.guild.world.guild_channel(message.place)
        if channel and not permissions.in_channel(channel, self) & Permission.PIN_MESSAGES:
            raise ActorError(f"{self.name} cannot pin in #{channel.name}")
