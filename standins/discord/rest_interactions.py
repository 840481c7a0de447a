"""Routes that answer interactions: the callback, the original response, followups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import compose, errors, interactions, ratelimits, rules
from standins.discord.call import Call, Handler, Route
from standins.discord.compose import Draft
from standins.discord.errors import ApiError
from standins.discord.shape import Problems, Shape, Spot
from standins.discord.shapes_messages import AUTOCOMPLETE, CALLBACK, DEFER, FOLLOWUP
from standins.discord.wire import EPHEMERAL, LOADING

if TYPE_CHECKING:
    from standins.discord.interactions import Interaction
    from standins.discord.message import Message
    from standins.discord.wire import Json


async def answer(call: Call) -> Json | None:
    """The first response to an interaction."""
    body = call.checked(CALLBACK)
    interaction = call.world.desk.to_answer(call.number("interaction_id"), call.params["token"])
    kind, data = int(body["type"]), body.get("data") or {}
    # Discord: an answer with a form error does not count; it still waits for one.
    interaction.check_answer(kind)
    _perform(interaction, kind, data, _prepare(interaction, kind, data, call))
    interaction.note_answer(kind)
    return _callback_result(interaction, kind) if call.query.get("with_response") in {"1", "true"} else None


def _prepare(interaction: Interaction, kind: int, data: Json, call: Call) -> Message | None:
    if kind == interactions.MODAL:
        rules.check_modal(data)
    elif kind == interactions.CHOICES:
        _check(data, AUTOCOMPLETE)
    elif kind in {interactions.DEFER_REPLY, interactions.DEFER_UPDATE}:
        _check(data, DEFER)
    else:
        _check(data, FOLLOWUP)
    if kind == interactions.REPLY:
        message = interaction.new_message(data.get("flags") or 0)
        draft = Draft(data, call.files, interaction.upload_limit)
        compose.fill(message, draft, settable=compose.SETTABLE_IN_RESPONSES)
        return message
    if kind == interactions.UPDATE and interaction.message is not None:
        _still_there(interaction.message)
        compose.revise(interaction.message, Draft(data, call.files, interaction.upload_limit))
    return None


def _check(data: Json, shape: Shape) -> None:
    problems = Problems()
    shape.check(data, Spot(problems, ("data",)))
    problems.settle()


def _still_there(message: Message) -> None:
    if message.deleted:
        raise ApiError(errors.UNKNOWN_MESSAGE)


def _perform(interaction: Interaction, kind: int, data: Json, prepared: Message | None) -> None:
    post = interaction.world.post
    if kind == interactions.CHOICES:
        interaction.choices = data["choices"]
    elif kind == interactions.MODAL:
        interaction.modal = data
    elif kind == interactions.DEFER_REPLY:
        waiting = interaction.new_message((data.get("flags") or 0) & EPHEMERAL | LOADING)
        interaction.original = post.deliver(waiting)
    elif prepared is not None:
        interaction.original = post.deliver(prepared)
    else:
        interaction.original = interaction.message
        if kind == interactions.UPDATE and interaction.message is not None:
            post.announce_edit(interaction.message)


def _callback_result(interaction: Interaction, kind: int) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    resource: Json = {"type": kind}
    message = interaction.original
    if message is not None:
        about["response_message_id"] = str(message.id)
        about["response_message_loading"] = message.loading
        about["response_message_ephemeral"] = message.ephemeral
        if kind in {interactions.REPLY, interactions.UPDATE}:
            resource["message"] = message.payload()
    return {"interaction": about, "resource": resource}


def _interaction(call: Call) -> Interaction:
    return call.world.desk.by_token(call.number("webhook_id"), call.params["token"])


async def follow_up(call: Call) -> Json:
    """A further message; the first one after a deferred reply takes its place."""
    body = call.checked(FOLLOWUP)
    interaction = _interaction(call)
    draft = Draft(body, call.files, interaction.upload_limit)
    # Discord: the first followup after a deferred reply becomes that reply, ephemeral or not as it was deferred.
    if interaction.loading and interaction.original is not None:
        return _revise(call, interaction.original, draft)
    message = interaction.new_message(body.get("flags") or 0)
    compose.fill(message, draft, settable=compose.SETTABLE_IN_RESPONSES)
    interaction.followups.append(call.world.post.deliver(message))
    return message.payload()


def _found(call: Call, interaction: Interaction) -> Message:
    if "message_id" not in call.params:
        message = interaction.original
    else:
        number = call.number("message_id")
        ours = [*interaction.followups, *([interaction.original] if interaction.original else [])]
        message = next((message for message in ours if message.id == number), None)
    if message is None or message.deleted:
        raise ApiError(errors.UNKNOWN_MESSAGE)
    return message


async def get_response(call: Call) -> Json:
    """The original response or one of the followups."""
    return _found(call, _interaction(call)).payload()


async def edit_response(call: Call) -> Json:
    """Edits the original response or one of the followups; fills a deferred one."""
    body = call.checked(FOLLOWUP)
    interaction = _interaction(call)
    message = _found(call, interaction)
    return _revise(call, message, Draft(body, call.files, interaction.upload_limit))


def _revise(call: Call, message: Message, draft: Draft) -> Json:
    was_loading = message.loading
    compose.revise(message, draft)
    if was_loading:
        message.edits.clear()
    call.world.post.announce_edit(message)
    return message.payload()


async def delete_response(call: Call) -> None:
    """Deletes the original response or one of the followups."""
    call.world.post.remove(_found(call, _interaction(call)))


_HOOK = "/webhooks/{webhook_id}/{token}"
_ORIGINAL = _HOOK + "/messages/@original"
_MESSAGE = _HOOK + "/messages/{message_id}"
_EDIT_QUERY = {"with_components", "wait"}


def _hook(method: str, template: str, handler: Handler) -> Route:
    return Route(
        method, template, handler, query=_EDIT_QUERY, needs_token=False, limit=ratelimits.WEBHOOK, major="token"
    )


ROUTES = (
    Route(
        "POST",
        "/interactions/{interaction_id}/{token}/callback",
        answer,
        query={"with_response"},
        needs_token=False,
    ),
    _hook("POST", _HOOK, follow_up),
    _hook("GET", _ORIGINAL, get_response),
    _hook("PATCH", _ORIGINAL, edit_response),
    _hook("DELETE", _ORIGINAL, delete_response),
    _hook("GET", _MESSAGE, get_response),
    _hook("PATCH", _MESSAGE, edit_response),
    _hook("DELETE", _MESSAGE, delete_response),
)
