"""A channel of a guild, and the direct messages with one person: the places where messages are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from standins.discord import permissions
from standins.discord.permissions import Overwrite, Permission
from standins.discord.wire import iso

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from standins.discord.guild import Guild
    from standins.discord.member import Member
    from standins.discord.message import Message
    from standins.discord.role import Role
    from standins.discord.user import User
    from standins.discord.wire import Json
    from standins.discord.world import Discord

TEXT, DIRECT, VOICE, CATEGORY, NEWS = 0, 1, 2, 4, 5


class Place(ABC):
    """Whatever holds messages."""

    guild: Guild | None = None

    def __init__(self, world: Discord, channel_id: int) -> None:
        self.world = world
        self.id = channel_id
        self.messages: dict[int, Message] = {}
        self.last_message_id: int | None = None
        self.last_pin_at: datetime | None = None

    @property
    @abstractmethod
    def upload_limit(self) -> int:
        """The largest file in bytes that the bot can post here."""

    @abstractmethod
    def payload(self) -> Json:
        """The channel object."""

    def public_messages(self) -> list[Message]:
        """Every message that is not ephemeral, oldest first."""
        return [message for message in self.messages.values() if message.visible_to is None]

    def newest_first(self) -> Iterator[Message]:
        """Every message that is not ephemeral, newest first."""
        return (message for message in reversed(self.messages.values()) if message.visible_to is None)

    def pins(self) -> list[Message]:
        """The pinned messages, the latest pin first."""
        pinned = [(m.pinned_at, m.id, m) for m in self.messages.values() if m.pinned_at is not None]
        return [message for *_, message in sorted(pinned, reverse=True)]


class DirectChannel(Place):
    """The direct messages between the bot and one person."""

    def __init__(self, world: Discord, channel_id: int, recipient: User) -> None:
        super().__init__(world, channel_id)
        self.recipient = recipient

    @property
    def upload_limit(self) -> int:
        """The largest file in bytes that the bot can post here."""
        return self.world.default_upload_limit

    def payload(self) -> Json:
        """The channel object."""
        return {
            "id": str(self.id),
            "type": DIRECT,
            "flags": 0,
            "last_message_id": str(self.last_message_id) if self.last_message_id else None,
            "recipients": [self.recipient.payload()],
        }


class Channel(Place):
    """A channel of a guild; changing it tells a connected bot."""

    guild: Guild

    def __init__(self, guild: Guild, channel_id: int, name: str, kind: int = TEXT) -> None:
        super().__init__(guild.world, channel_id)
        self.guild = guild
        self.name = name
        self.kind = kind
        self.topic: str | None = None
        self.position = len(guild.channels)
        self.parent_id: int | None = None
        self.slowmode_seconds = 0
        self.nsfw = False
        self.overwrites: dict[int, Overwrite] = {}

    @property
    def mention(self) -> str:
        """How a message mentions this channel."""
        return f"<#{self.id}>"

    @property
    def upload_limit(self) -> int:
        """The largest file in bytes that the bot can post here."""
        return self.guild.upload_limit

    def messages_seen_by(self, member: Member) -> list[Message]:
        """What the member finds here: public messages if they may read them, and ephemeral ones to them."""
        needed = Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY
        reads = permissions.in_channel(self, member) & needed == needed
        return [
            message
            for message in self.messages.values()
            if message.visible_to == member.id or (reads and message.visible_to is None)
        ]

    def set_overwrite(self, target: Role | Member, *, allow: int = 0, deny: int = 0) -> None:
        """A human changes what one role or member may do here."""
        self.overwrites[target.id] = Overwrite(allow, deny)
        self.tell("CHANNEL_UPDATE")

    def clear_overwrite(self, target: Role | Member) -> None:
        """A human takes the overwrite of a role or member away."""
        del self.overwrites[target.id]
        self.tell("CHANNEL_UPDATE")

    def use_overwrites(self, overwrites: Mapping[Role | Member, Overwrite]) -> None:
        """Sets all overwrites at the making of the channel."""
        self.overwrites = {target.id: overwrite for target, overwrite in overwrites.items()}

    def rename(self, name: str) -> None:
        """A human gives the channel another name."""
        self.name = name
        self.tell("CHANNEL_UPDATE")

    def delete(self) -> None:
        """Deletes the channel and all in it."""
        self.world.drop_channel(self)
        self.tell("CHANNEL_DELETE")

    def tell(self, event: str) -> None:
        """Tells a connected bot about this channel."""
        self.world.gateway.dispatch(event, {**self.payload(), "guild_id": str(self.guild.id)})

    def partial(self, viewer: Member) -> Json:
        """The channel as interactions carry it, with the permissions of the member."""
        body = self.payload()
        del body["permission_overwrites"]
        return body | {"permissions": str(permissions.in_channel(self, viewer))}

    def payload(self) -> Json:
        """The channel object."""
        return {
            "id": str(self.id),
            "type": self.kind,
            "guild_id": str(self.guild.id),
            "name": self.name,
            "topic": self.topic,
            "position": self.position,
            "parent_id": str(self.parent_id) if self.parent_id else None,
            "nsfw": self.nsfw,
            "rate_limit_per_user": self.slowmode_seconds,
            "flags": 0,
            "last_message_id": str(self.last_message_id) if self.last_message_id else None,
            "last_pin_timestamp": iso(self.last_pin_at) if self.last_pin_at else None,
            "permission_overwrites": [self._overwrite(target) for target in self.overwrites],
        }

    def _overwrite(self, target_id: int) -> Json:
        overwrite = self.overwrites[target_id]
        return {
            "id": str(target_id),
            "type": 0 if target_id in self.guild.roles else 1,
            "allow": str(int(overwrite.allow)),
            "deny": str(int(overwrite.deny)),
        }
