"""Looking at the displays of a bot environment: what they say, and what the bot sent to keep them so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from domain.submissions import Person, Submission
from services.container import Services
from services.drafts import Draft
from tests.bot_env import BotEnv

CATCH_UP_SECONDS = 300


async def drawn(bot_env: BotEnv) -> None:
    """Lets so much time pass that every display has caught up."""
    await bot_env.env.advance_time(CATCH_UP_SECONDS)


@contextmanager
def backstage(bot_env: BotEnv) -> Iterator[Services]:
    """The services, called as the bot itself calls them: what the displays then do runs on the simulated clock."""
    with bot_env.env._bot_scope():
        yield bot_env.services


async def submit(
    bot_env: BotEnv, title: str, *, who: str = "mia", skip: bool = False, artist: str = "Band", note: str = ""
) -> Submission:
    """A song by link, handed to the service as a command would."""
    actor = bot_env.people[who]
    link = f"https://band.bandcamp.com/track/{title.encode().hex()[:200]}"
    draft = Draft(bot_env.guild.id, Person(actor.id, who), artist, title, link, note, wants_skip=skip)
    with backstage(bot_env) as services:
        return (await services.submissions.submit(draft)).submission


def boss(bot_env: BotEnv) -> Person:
    """Who manages the server, as the services know them."""
    return Person(bot_env.boss.id, "boss")


def messages(bot_env: BotEnv, channel: str) -> list[discord.Message]:
    """What is in a channel, oldest first."""
    return bot_env.channels[channel].history()


def text_of(message: discord.Message) -> str:
    """All text of a message, embeds and Components V2 included."""
    view = discord.ui.LayoutView.from_message(message) if message.flags.components_v2 else None
    parts = [item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)] if view else []
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or "", embed.footer.text or ""]
        parts += [f"{field.name}: {field.value}" for field in embed.fields]
    return "\n".join([message.content, *parts])


def board(bot_env: BotEnv, channel: str, heading: str) -> discord.Message:
    """The one board in a channel with that in its text."""
    found = [message for message in messages(bot_env, channel) if heading in text_of(message)]
    assert len(found) == 1, f"{len(found)} boards with {heading!r} in {channel}"
    return found[0]


def sent(bot_env: BotEnv, method: str, ending: str = "") -> list[str]:
    """The paths of the bot's requests of one kind, in order."""
    return [one.path for one in bot_env.env.http_requests if one.method == method and one.path.endswith(ending)]


def allow(bot_env: BotEnv, name: str, **permissions: bool) -> None:
    """Gives the bot permissions in one channel, or takes them."""
    allowed, denied = discord.PermissionOverwrite(**permissions).pair()
    own = Overwrite(bot_env.env.backend.bot_user.id, OverwriteType.MEMBER, allowed.value, denied.value)
    with bot_env.env._bot_scope():
        bot_env.env.backend.edit_channel(bot_env.channels[name].id, {}, overwrites=[own])


def delete(bot_env: BotEnv, message: discord.Message) -> None:
    """A moderator deletes a message."""
    with bot_env.env._bot_scope():
        bot_env.env.backend.delete_message(message.channel.id, message.id)
