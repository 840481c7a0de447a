"""A stand-in of Discord on loopback, for an unmodified bot in a process of its own."""

from sandbox.discord.actors import Person
from sandbox.discord.acts_commands import Choice
from sandbox.discord.channel import Channel
from sandbox.discord.errors import ActorError
from sandbox.discord.faults import Fault
from sandbox.discord.files import Attachment, Upload
from sandbox.discord.guild import Guild
from sandbox.discord.intents import Intent
from sandbox.discord.log import Request
from sandbox.discord.message import Message
from sandbox.discord.modal import Modal
from sandbox.discord.permissions import DEFAULT_EVERYONE, INVITE, PRIVATE, Overwrite, Permission
from sandbox.discord.reply import NO_ANSWER, Reply
from sandbox.discord.role import Role
from sandbox.discord.world import Discord

__all__ = [
    "DEFAULT_EVERYONE",
    "INVITE",
    "NO_ANSWER",
    "PRIVATE",
    "ActorError",
    "Attachment",
    "Channel",
    "Choice",
    "Discord",
    "Fault",
    "Guild",
    "Intent",
    "Message",
    "Modal",
    "Overwrite",
    "Permission",
    "Person",
    "Reply",
    "Request",
    "Role",
    "Upload",
]
