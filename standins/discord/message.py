"""A message: what it holds, how members see it, and how the wire carries it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from standins.discord import components as parts
from standins.discord.rules import embed_texts
from standins.discord.wire import COMPONENTS_V2, EPHEMERAL, LOADING, Json, iso

if TYPE_CHECKING:
    from datetime import datetime

    from standins.discord.channel import Place
    from standins.discord.components import Button, Select
    from standins.discord.files import Attachment
    from standins.discord.member import Member
    from standins.discord.mentions import Mentions
    from standins.discord.user import User

DEFAULT, PINNED, REPLY, SLASH, MENU = 0, 6, 19, 20, 23
HIDDEN_WITHOUT_INTENT: Json = {"content": "", "embeds": [], "attachments": [], "components": []}


@dataclass(frozen=True)
class Edit:
    """One edit: when, and the text that the message had before."""

    at: datetime
    text_before: str


@dataclass(eq=False)
class Message:
    """A message in a channel or in direct messages. `visible_to` is the one member who sees an ephemeral one."""

    place: Place
    id: int
    author: User
    created_at: datetime
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    kind: int = DEFAULT
    mentions: Mentions | None = None
    nonce: str | None = None
    reference: Message | None = None
    visible_to: int | None = None
    interaction: Json | None = None
    edited_at: datetime | None = None
    pinned_at: datetime | None = None
    deleted: bool = False
    edits: list[Edit] = field(default_factory=list)
    reactions: dict[str, list[int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All that a member reads: content, text displays and embeds, one below the other."""
        embedded = [text for embed in self.embeds for text in embed_texts(embed)]
        return "\n".join(text for text in (self.content, *parts.texts(self.components), *embedded) if text)

    @property
    def buttons(self) -> list[Button]:
        """The buttons, in order."""
        return parts.buttons(self.components)

    @property
    def selects(self) -> list[Select]:
        """The selects, in order."""
        return parts.selects(self.components)

    @property
    def pinned(self) -> bool:
        """Whether the message is pinned."""
        return self.pinned_at is not None

    @property
    def ephemeral(self) -> bool:
        """Whether only one member sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still says that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def uses_v2(self) -> bool:
        """Whether it is made of Components V2."""
        return bool(self.flags & COMPONENTS_V2)

    @property
    def players(self) -> list[Attachment]:
        """The attachments that have an audio player."""
        # Discord: only attachments of a message without Components V2 get the audio player.
        return [] if self.uses_v2 else [file for file in self.attachments if file.is_audio]

    @property
    def link(self) -> str:
        """The address that jumps to the message."""
        guild = self.place.guild.id if self.place.guild else "@me"
        return f"https://discord.com/channels/{guild}/{self.place.id}/{self.id}"

    def pings(self, member: Member) -> bool:
        """Whether the message notifies this member."""
        return self.mentions is not None and self.mentions.reach(member)

    def payload(self, *, for_gateway: bool = False) -> Json:
        """The message object; on the gateway it also names the guild and the author's membership."""
        body = self._core() | self._optional()
        guild = self.place.guild
        if for_gateway and guild is not None:
            body["guild_id"] = str(guild.id)
            if (member := guild.members.get(self.author.id)) and not self.interaction:
                body["member"] = member.partial()
        return body

    def _core(self) -> Json:
        mentions = self.mentions
        files = self.place.world.files
        return {
            "id": str(self.id),
            "channel_id": str(self.place.id),
            "type": self.kind,
            "author": self.author.payload(),
            "content": self.content,
            "timestamp": iso(self.created_at),
            "edited_timestamp": iso(self.edited_at) if self.edited_at else None,
            "tts": False,
            "mention_everyone": bool(mentions and mentions.everyone),
            "mentions": [user.payload() for user in mentions.users] if mentions else [],
            "mention_roles": [str(role.id) for role in mentions.roles] if mentions else [],
            "attachments": [file.payload(files.sign(file)) for file in self.attachments],
            "embeds": self.embeds,
            "components": self.components,
            "pinned": self.pinned,
            "flags": self.flags,
        }

    def _optional(self) -> Json:
        body: Json = {}
        if self.nonce is not None:
            body["nonce"] = self.nonce
        if self.reference is not None:
            body |= self._reference(self.reference)
        if self.reactions:
            body["reactions"] = [self._reaction(emoji) for emoji in self.reactions]
        if self.interaction is not None:
            app_id = str(self.place.world.bot.id)
            body |= {"application_id": app_id, "webhook_id": app_id, **self.interaction}
        return body

    def _reference(self, target: Message) -> Json:
        place: Json = {"guild_id": str(target.place.guild.id)} if target.place.guild else {}
        pointer = {"type": 0, "message_id": str(target.id), "channel_id": str(target.place.id), **place}
        body: Json = {"message_reference": pointer}
        if self.kind == REPLY:
            body["referenced_message"] = None if target.deleted else target._core()
        return body

    def _reaction(self, emoji: str) -> Json:
        users = self.reactions[emoji]
        return {
            "emoji": {"id": None, "name": emoji},
            "count": len(users),
            "count_details": {"burst": 0, "normal": len(users)},
            "burst_colors": [],
            "me_burst": False,
            "me": self.place.world.bot.id in users,
        }
