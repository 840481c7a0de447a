"""What people do with commands: slash commands, suggestions, menus of messages and members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from standins.discord import interactions, options, permissions
from standins.discord import shapes_commands as kinds
from standins.discord.acts_messages import MessageActor
from standins.discord.commands import leaf
from standins.discord.errors import ActorError
from standins.discord.message import Message
from standins.discord.permissions import Permission
from standins.discord.reply import NO_ANSWER, Reply
from standins.discord.resolved import Resolved

if TYPE_CHECKING:
    from standins.discord.actors import Person
    from standins.discord.channel import Channel
    from standins.discord.interactions import Interaction
    from standins.discord.member import Member
    from standins.discord.wire import Json


@dataclass(frozen=True)
class Choice:
    """One suggestion of an autocomplete."""

    name: str
    value: str | int | float


class CommandActor(MessageActor):
    """A person who uses the bot's commands."""

    async def slash(self, channel: Channel, command: str, /, **given: object) -> Reply:
        """Uses a slash command such as `next` or `block add` and waits for the first response."""
        found, path = self._found(channel, command)
        schema, steps = leaf(found, path)
        resolved = Resolved(self._person)
        typed = options.typed(schema, given, resolved)
        data = self._data(found, options.nested(steps, typed), resolved)
        return await Reply(self._open(interactions.COMMAND, channel, data)).arrived()

    async def autocomplete(
        self, channel: Channel, command: str, option: str, typed_so_far: str, /, **others: object
    ) -> list[Choice]:
        """Types into an option and gives the suggestions; raises `ActorError` when none came in time."""
        found, path = self._found(channel, command)
        schema, steps = leaf(found, path)
        focused = next((o for o in schema if o["name"] == option and o.get("autocomplete")), None)
        if focused is None:
            raise ActorError(f"option {option!r} of /{command} has no suggestions")
        resolved = Resolved(self._person)
        rest = [{**o, "required": False} for o in schema]
        sent = options.typed(rest, others, resolved)
        sent.append({"name": option, "type": focused["type"], "value": typed_so_far, "focused": True})
        data = self._data(found, options.nested(steps, sent), resolved)
        interaction = self._open(interactions.AUTOCOMPLETE, channel, data)
        if not (await Reply(interaction).arrived()).answered:
            raise ActorError(f"no suggestions: {NO_ANSWER}")
        return [Choice(choice["name"], choice["value"]) for choice in interaction.choices]

    async def menu(self, channel: Channel, command: str, target: Message | Member) -> Reply:
        """Uses a command from the menu of a message or a member."""
        kind = kinds.MESSAGE_MENU if isinstance(target, Message) else kinds.USER_MENU
        found = self._usable(channel, kind, command)
        resolved = Resolved(self._person)
        data = {**self._data(found, [], resolved), "target_id": resolved.add(target)}
        data["resolved"] = resolved.payload()
        return await Reply(self._open(interactions.COMMAND, channel, data)).arrived()

    def _found(self, channel: Channel, command: str) -> tuple[Json, list[str]]:
        name, *path = command.removeprefix("/").split()
        return self._usable(channel, kinds.CHAT_INPUT, name), path

    def _usable(self, channel: Channel, kind: int, name: str) -> Json:
        found = self.guild.world.commands.find(self.guild, kind, name)
        self.guild.world.commands.check_usable(found, self)
        if not permissions.in_channel(channel, self) & Permission.USE_APPLICATION_COMMANDS:
            raise ActorError(f"{self.name} cannot use commands in #{channel.name}")
        return found

    def _data(self, command: Json, sent: list[Json], resolved: Resolved) -> Json:
        data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
        if sent:
            data["options"] = sent
        if resolved.payload():
            data["resolved"] = resolved.payload()
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        return data

    def _open(self, kind: int, channel: Channel, data: Json) -> Interaction:
        return self.guild.world.desk.open(kind, self._person, channel, data)

    @property
    def _person(self) -> Person:
        return cast("Person", self)
