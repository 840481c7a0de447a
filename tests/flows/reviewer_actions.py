"""What a reviewer does: songs that are there already, buttons on messages old and new, and what the bot answered."""

from __future__ import annotations

from typing import Any

import discord
import simcord
from simcord.backend import serializers
from simcord.components import walk_components
from simcord.interactions import base_payload
from simcord.results import InteractionResult, ResponseMessage, to_discord_message

from domain.submissions import Person, Status, Submission
from services.drafts import Draft
from tests.bot_env import BotEnv

BUTTON, SELECT, TEXT = 2, 3, 10
INTERACTION_WITH_COMPONENT = 3
SECONDARY = 2


def someone(actor: simcord.MemberActor) -> Person:
    """A member as the services know them."""
    return Person(actor.id, actor.name)


async def submit(
    bot_env: BotEnv,
    actor: simcord.MemberActor,
    title: str,
    *,
    skip: bool = False,
    artist: str = "Artist",
    note: str = "",
) -> Submission:
    """A song of that member, handed in by a link that its title gives."""
    link = f"https://{actor.name}.bandcamp.com/track/{title.encode().hex()[:200]}"
    draft = Draft(bot_env.guild.id, someone(actor), artist, title, link, note, wants_skip=skip)
    return (await bot_env.services.submissions.submit(draft)).submission


async def in_queue(bot_env: BotEnv) -> list[int]:
    """The numbers of the waiting songs, in play order."""
    return [song.number for song in (await bot_env.services.queue.line_up(bot_env.guild.id)).order]


async def playing(bot_env: BotEnv) -> int | None:
    """The number of the song that plays."""
    song = (await bot_env.services.queue.line_up(bot_env.guild.id)).playing
    return song.number if song else None


async def status(bot_env: BotEnv, song: Submission) -> Status:
    """How that song stands now."""
    async with bot_env.database.transaction() as tables:
        found = await tables.submissions.get(song.submission_id)
    assert found is not None
    return found.status


def answer(result: InteractionResult) -> str:
    """All text of the newest answer, which only the person who asked sees."""
    messages = [*([result.response] if result.response else []), *result.followups]
    assert messages, "nothing was answered"
    assert messages[-1].ephemeral
    return read(messages[-1])


def read(message: ResponseMessage) -> str:
    """All text of a message, old style or Components V2."""
    blocks = [part["content"] for part in walk_components(message.components) if part["type"] == TEXT]
    return "\n".join([message.content, *blocks]).strip().replace("\\#", "#")  # Discord shows both as #


def asked(result: InteractionResult) -> ResponseMessage:
    """The answer as something with buttons to press."""
    assert result.response is not None
    return result.response


def pressable(message: ResponseMessage) -> list[str]:
    """The custom_ids of what can be pressed on the message."""
    return [part["custom_id"] for part in walk_components(message.components) if "custom_id" in part]


def old_message(bot_env: BotEnv, *custom_ids: str) -> discord.Message:
    """A message in the reviewers' channel with these buttons, as an old copy of a board or a forger has it."""
    buttons = [{"type": BUTTON, "style": SECONDARY, "label": one[:80], "custom_id": one} for one in custom_ids]
    return _post(bot_env, {"type": 1, "components": buttons})


def old_choice(bot_env: BotEnv, custom_id: str, value: str) -> discord.Message:
    """A message with a select that offers `value`, whatever the bot would offer."""
    option = {"label": "this", "value": value}
    return _post(bot_env, {"type": 1, "components": [{"type": SELECT, "custom_id": custom_id, "options": [option]}]})


def _post(bot_env: BotEnv, row: dict[str, Any]) -> discord.Message:
    backend = bot_env.env.backend
    stored = backend.create_message(bot_env.channels["reviewer"].id, backend.bot_user.id, "", components=[row])
    return to_discord_message(bot_env.env, stored)


async def press(bot_env: BotEnv, actor: simcord.MemberActor, custom_id: str) -> str:
    """The member presses a button with that custom_id on an old message; returns the answer."""
    return answer(await actor.click(old_message(bot_env, custom_id), custom_id=custom_id))


async def press_at_once(bot_env: BotEnv, custom_id: str, *actors: simcord.MemberActor) -> list[InteractionResult]:
    """Everybody presses the same button before the bot has answered anybody."""
    message, backend = old_message(bot_env, custom_id), bot_env.env.backend
    stored = backend.get_message(bot_env.channels["reviewer"].id, message.id)
    results = []
    for actor in actors:
        record, payload = base_payload(
            backend,
            type=INTERACTION_WITH_COMPONENT,
            channel_id=stored.channel_id,
            guild_id=bot_env.guild.id,
            user_id=actor.id,
            data={"custom_id": custom_id, "component_type": BUTTON},
        )
        payload["message"] = dict(serializers.message_payload(backend, stored))
        record.source_message_id = stored.id
        backend.emit("INTERACTION_CREATE", payload)
        results.append(InteractionResult(bot_env.env, record))
    await bot_env.env.settle()
    return results
