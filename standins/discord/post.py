"""The post office: puts messages into their places, changes and removes them, and tells the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import errors
from standins.discord.errors import ApiError
from standins.discord.message import PINNED, Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from standins.discord.channel import Place
    from standins.discord.user import User
    from standins.discord.world import Discord

MOST_PINS = 250


class Post:
    """Every change of a message, whoever makes it, goes through here."""

    def __init__(self, world: Discord) -> None:
        self._world = world

    def blank(self, place: Place, author: User) -> Message:
        """A message that is not in its place yet."""
        return Message(place, self._world.ids.next(), author, self._world.clock.now())

    def deliver(self, message: Message) -> Message:
        """Puts a message into its place."""
        message.place.messages[message.id] = message
        if message.visible_to is None:
            message.place.last_message_id = message.id
        self._world.gateway.dispatch_message("MESSAGE_CREATE", message)
        return message

    def announce_edit(self, message: Message) -> None:
        """Tells of an edit that was made."""
        self._world.gateway.dispatch_message("MESSAGE_UPDATE", message)

    def remove(self, message: Message) -> None:
        """Deletes one message."""
        self.forget(message)
        if message.visible_to is None:
            self._world.gateway.dispatch_in(message.place, "MESSAGE_DELETE", {"id": str(message.id)})

    def remove_many(self, place: Place, messages: Sequence[Message]) -> None:
        """Deletes several messages at once."""
        for message in messages:
            self.forget(message)
        ids = [str(message.id) for message in messages]
        self._world.gateway.dispatch_in(place, "MESSAGE_DELETE_BULK", {"ids": ids})

    def forget(self, message: Message) -> None:
        """Takes a message out of its place without telling anyone, and its files with it."""
        message.place.messages.pop(message.id, None)
        message.deleted = True
        message.pinned_at = None
        for attachment in message.attachments:
            self._world.files.forget(attachment)

    def pin(self, message: Message, by: User) -> None:
        """Pins a message and posts the system message that says so; raises 30003 when 250 are pinned."""
        place = message.place
        if message.kind == PINNED:
            raise ApiError(errors.SYSTEM_MESSAGE)
        if message.pinned:
            return
        if len(place.pins()) >= MOST_PINS:
            raise ApiError(errors.PINS_FULL)
        message.pinned_at = place.last_pin_at = self._world.clock.now()
        self._tell_pins(message)
        notice = self.blank(place, by)
        notice.kind, notice.reference = PINNED, message
        self.deliver(notice)

    def unpin(self, message: Message) -> None:
        """Takes a pin away."""
        if message.pinned:
            message.pinned_at = None
            self._tell_pins(message)

    def _tell_pins(self, message: Message) -> None:
        place = message.place
        last = place.last_pin_at.isoformat() if place.last_pin_at else None
        self.announce_edit(message)
        self._world.gateway.dispatch_in(place, "CHANNEL_PINS_UPDATE", {"last_pin_timestamp": last})
