"""A stand-in of Discord on loopback, for an unmodified bot in a process of its own."""

from standins.discord.actors import Person
from standins.discord.acts_commands import Choice
from standins.discord.channel import Channel
from standins.discord.errors import ActorError
from standins.discord.faults import Fault
from standins.discord.files import Attachment, Upload
from standins.discord.guild import Guild
from standins.discord.intents import Intent
from standins.discord.log import Request
from standins.discord.message import Message
from standins.discord.modal import Modal
from standins.discord.permissions import DEFAULT_EVERYONE, INVITE, PRIVATE, Overwrite, Permission
from standins.discord.reply import NO_ANSWER, Reply
from standins.discord.role import Role
from standins.discord.world import Discord

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
