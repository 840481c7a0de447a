"""The things that an interaction names by id, sent along as `data.resolved`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import permissions
from standins.discord.channel import Channel
from standins.discord.errors import ActorError
from standins.discord.member import Member
from standins.discord.message import Message
from standins.discord.role import Role

if TYPE_CHECKING:
    from standins.discord.actors import Person
    from standins.discord.files import Upload
    from standins.discord.wire import Json


class Resolved:
    """Collects members, roles, channels, messages and files that one person names."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._found: dict[str, Json] = {}

    def payload(self) -> Json:
        """The collected objects by kind and id; empty if there are none."""
        return self._found

    def add(self, thing: object) -> str:
        """Adds a member, role, channel or message and gives its id."""
        if isinstance(thing, Member):
            self._add_member(thing)
        elif isinstance(thing, Role):
            self._note("roles", thing.id, thing.payload())
        elif isinstance(thing, Channel):
            self._note("channels", thing.id, thing.partial(self._person))
        elif isinstance(thing, Message):
            self._note("messages", thing.id, thing.payload())
        else:
            raise ActorError(f"{thing!r} is no member, role, channel or message")
        return str(thing.id)

    def _add_member(self, member: Member) -> None:
        self._note("users", member.id, member.user.payload())
        held = str(permissions.in_guild(member))
        self._note("members", member.id, {**member.partial(), "permissions": held})

    def add_file(self, upload: Upload) -> str:
        """Uploads a file as an ephemeral attachment and gives its id."""
        if len(upload.data) > self._person.upload_limit:
            raise ActorError(f"{upload.name} is larger than the {self._person.upload_limit} bytes allowed here")
        # Discord: files of options and forms are ephemeral attachments of the application.
        world = self._person.guild.world
        attachment = world.files.store(upload, f"ephemeral-attachments/{world.bot.id}", ephemeral=True)
        self._note("attachments", attachment.id, attachment.payload(attachment.url))
        return str(attachment.id)

    def _note(self, kind: str, thing_id: int, body: Json) -> None:
        self._found.setdefault(kind, {})[str(thing_id)] = body
