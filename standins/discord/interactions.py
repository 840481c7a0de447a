"""Interactions: what a member started, how the bot answered, and the deadlines of both."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from standins.discord import errors, permissions
from standins.discord.errors import ApiError
from standins.discord.wire import EPHEMERAL, LOADING

if TYPE_CHECKING:
    from datetime import datetime

    from standins.discord.actors import Person
    from standins.discord.channel import Channel, Place
    from standins.discord.message import Message
    from standins.discord.user import User
    from standins.discord.wire import Json
    from standins.discord.world import Discord

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
REPLY, DEFER_REPLY, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
# Discord: the first response within 3 seconds; afterwards the token lives 15 minutes.
ANSWER_SECONDS = 3
TOKEN_SECONDS = 15 * 60


@dataclass(eq=False)
class Interaction:
    """One interaction from start to end. `message` is the one whose component was used."""

    world: Discord
    id: int
    token: str
    kind: int
    actor: Person
    place: Place
    data: Json
    sent_at: datetime
    message: Message | None = None
    parent: Interaction | None = None
    answer: int | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list)
    modal: Json | None = None
    choices: list[Json] = field(default_factory=list)
    latency_seconds: float | None = None
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    started: float = field(default_factory=time.perf_counter)

    @property
    def user(self) -> User:
        """Who started it."""
        return self.actor.user

    @property
    def upload_limit(self) -> int:
        """The attachment size limit in bytes: the larger of the member's and the guild's."""
        return self.actor.upload_limit

    @property
    def age_seconds(self) -> float:
        """How long ago it was sent."""
        return (self.world.clock.now() - self.sent_at).total_seconds()

    @property
    def loading(self) -> bool:
        """Whether a deferred reply still waits for its content."""
        return self.original is not None and self.original.loading

    def check_answer(self, kind: int) -> None:
        """Raises 10062 when it is too late for a first response, 40060 when there was one, 50035 for a wrong type."""
        if self.age_seconds > ANSWER_SECONDS:
            raise ApiError(errors.UNKNOWN_INTERACTION)
        if self.answer is not None:
            raise ApiError(errors.ALREADY_ACKNOWLEDGED)
        if kind not in self._possible():
            text = f"Interaction response type {kind} does not fit interaction type {self.kind}"
            raise errors.wrong_field("type", "INTERACTION_RESPONSE_TYPE_INVALID", text)

    def note_answer(self, kind: int) -> None:
        """Notes that the first response was given."""
        self.answer = kind
        self.latency_seconds = time.perf_counter() - self.started
        self.answered.set()

    def _possible(self) -> set[int]:
        if self.kind == AUTOCOMPLETE:
            return {CHOICES}
        possible = {REPLY, DEFER_REPLY}
        if self.kind != MODAL_SUBMIT:
            possible.add(MODAL)
        if self.message is not None:
            possible |= {DEFER_UPDATE, UPDATE}
        return possible

    def new_message(self, flags: int = 0) -> Message:
        """A message of the bot that answers this interaction; ephemeral if the flags say so."""
        message = self.world.post.blank(self.place, self.world.bot)
        message.flags = flags & (EPHEMERAL | LOADING)
        message.visible_to = self.user.id if flags & EPHEMERAL else None
        message.kind = self._message_kind()
        message.interaction = {"interaction_metadata": self.metadata()}
        if self.kind == COMMAND:
            message.interaction |= {"interaction": self._old_metadata()}
        return message

    def _message_kind(self) -> int:
        if self.kind != COMMAND:
            return 0
        return 20 if self.data["type"] == 1 else 23

    def metadata(self) -> Json:
        """What a message of the bot tells about the interaction behind it."""
        body: Json = {
            "id": str(self.id),
            "type": self.kind,
            "user": self.user.payload(),
            "authorizing_integration_owners": self._owners(),
        }
        if self.kind == COMPONENT and self.message is not None:
            body["interacted_message_id"] = str(self.message.id)
        if self.kind == MODAL_SUBMIT and self.parent is not None:
            body["triggering_interaction_metadata"] = self.parent.metadata()
        return body

    def _old_metadata(self) -> Json:
        return {"id": str(self.id), "type": self.kind, "name": self.data["name"], "user": self.user.payload()}

    def _owners(self) -> Json:
        return {"0": str(self.place.guild.id) if self.place.guild else "0"}

    def payload(self) -> Json:
        """The interaction as the gateway carries it."""
        body: Json = {
            "id": str(self.id),
            "application_id": str(self.world.bot.id),
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel_id": str(self.place.id),
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": self._owners(),
            "attachment_size_limit": self.upload_limit,
            "context": 0 if self.place.guild else 1,
        }
        channel = self.world.guild_channel(self.place)
        body |= self._in_guild(channel) if channel else self._in_direct_messages()
        if self.message is not None:
            body["message"] = self.message.payload()
        return body

    def _in_guild(self, channel: Channel) -> Json:
        guild, member = channel.guild, self.actor
        held = permissions.in_channel(channel, member)
        return {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "channel": channel.partial(member),
            "member": {**member.payload(), "permissions": str(held)},
            "app_permissions": str(permissions.in_channel(channel, guild.bot)),
        }

    def _in_direct_messages(self) -> Json:
        channel = self.place.payload()
        return {"user": self.user.payload(), "channel": channel, "app_permissions": str(permissions.ALL)}


class InteractionRegistry:
    """Takes interactions in, hands them to the bot, and finds them again by their tokens."""

    def __init__(self, world: Discord) -> None:
        self._world = world
        self._by_token: dict[str, Interaction] = {}

    def open(
        self,
        kind: int,
        actor: Person,
        place: Place,
        data: Json,
        *,
        message: Message | None = None,
        parent: Interaction | None = None,
    ) -> Interaction:
        """Sends an interaction to the bot, unless a fault swallows it."""
        world = self._world
        token = secrets.token_urlsafe(64)
        interaction = Interaction(
            world, world.ids.next(), token, kind, actor, place, data, world.clock.now(), message, parent
        )
        self._by_token[token] = interaction
        if not world.faults.swallows_interaction():
            world.gateway.dispatch("INTERACTION_CREATE", interaction.payload())
        return interaction

    def to_answer(self, interaction_id: int, token: str) -> Interaction:
        """The interaction that a callback answers; raises 10062."""
        found = self._by_token.get(token)
        if found is None or found.id != interaction_id:
            raise ApiError(errors.UNKNOWN_INTERACTION)
        if found.place.id not in self._world.places:
            raise ApiError(errors.UNKNOWN_CHANNEL)
        return found

    def by_token(self, app_id: int, token: str) -> Interaction:
        """The interaction behind a webhook call; raises 10015, or 50027 when the token has expired."""
        found = self._by_token.get(token)
        if found is None or app_id != self._world.bot.id or found.answer is None:
            raise ApiError(errors.UNKNOWN_WEBHOOK)
        if found.age_seconds > TOKEN_SECONDS:
            raise ApiError(errors.INVALID_WEBHOOK_TOKEN)
        if found.place.id not in self._world.places:
            raise ApiError(errors.UNKNOWN_CHANNEL)
        return found
