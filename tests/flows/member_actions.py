"""What a fan does and sees: the form, what comes back, and whether anybody was pinged by it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import simcord
from simcord.results import InteractionResult, ResponseMessage

from domain.submissions import Submission
from tests.bot_env import BotEnv
from tests.flows.reviewer_actions import someone

MESSAGE_CALLS = {4, 5, 7}  # Discord: kinds of answers to an interaction that carry a message


async def open_song_modal(bot_env: BotEnv, actor: simcord.MemberActor, **options: object) -> InteractionResult:
    """/submit in the submission channel."""
    return await actor.slash(bot_env.channels["submission"], "submit", **options)


async def send_form(bot_env: BotEnv, actor: simcord.MemberActor, **values: object) -> InteractionResult:
    """The form, filled with these values and sent."""
    return await actor.submit_modal(await open_song_modal(bot_env, actor), {"line": "free"} | values)


async def send_link(bot_env: BotEnv, actor: simcord.MemberActor, **options: object) -> InteractionResult:
    """/submitlink, with what is not given made up."""
    given = {"link": f"https://{actor.name}.bandcamp.com/track/night", "artist": "Mia", "title": "Night"} | options
    return await actor.slash(bot_env.channels["submission"], "submitlink", **given)


def fields(shown: InteractionResult) -> dict[str, dict[str, Any]]:
    """The inputs of the form that was opened, by custom_id."""
    assert shown.modal is not None
    return {label["component"]["custom_id"]: label["component"] for label in shown.modal["components"]}


def parts(shown: InteractionResult) -> dict[str, str]:
    """The parts of the form that was opened, and what each explains."""
    assert shown.modal is not None
    return {label["label"]: label.get("description") or "" for label in shown.modal["components"]}


def labels(message: ResponseMessage | None) -> list[str]:
    """The words on the buttons of a message."""
    assert message is not None
    return [one["label"] for one in _walk(message.components) if one["type"] == 2]


def newest(result: InteractionResult) -> ResponseMessage:
    """The last message of an answer."""
    messages = [*([result.response] if result.response else []), *result.followups]
    return messages[-1]


async def songs_of(bot_env: BotEnv, actor: simcord.MemberActor) -> list[Submission]:
    """All songs of that member, newest first."""
    async with bot_env.database.transaction() as tables:
        return await tables.submissions.of_member(bot_env.guild.id, someone(actor).member_id, 100, 0)


def pings(bot_env: BotEnv) -> list[Any]:
    """What the bot's messages were allowed to ping, each message that allowed anything."""
    allowed = [message.get("allowed_mentions", "the default") for message in _messages(bot_env)]
    return [one for one in allowed if one == "the default" or one.get("parse") or one.get("users") or one.get("roles")]


def _messages(bot_env: BotEnv) -> Iterator[dict[str, Any]]:
    for call in bot_env.env.http_requests:
        body: Any = call.json if isinstance(call.json, dict) else {}
        if call.path.endswith("/callback"):
            body = body.get("data") or {} if body.get("type") in MESSAGE_CALLS else {}
        if body.get("content") or body.get("embeds"):
            yield body


def _walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in components:
        yield one
        yield from _walk(one.get("components", []))
