"""Turns a request body and its files into the content of a message, with every limit checked."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from standins.discord import components as parts
from standins.discord import errors, mentions, rules
from standins.discord.errors import ApiError, wrong_field
from standins.discord.files import MOST_FILES
from standins.discord.message import Edit
from standins.discord.shape import Problems, Spot
from standins.discord.wire import COMPONENTS_V2, EPHEMERAL, LOADING, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from standins.discord.files import Attachment, Upload
    from standins.discord.message import Message
    from standins.discord.user import User
    from standins.discord.wire import Json

_SET_BY_EDIT = SUPPRESS_EMBEDS | COMPONENTS_V2
SETTABLE = _SET_BY_EDIT | SUPPRESS_NOTIFICATIONS
SETTABLE_IN_RESPONSES = SETTABLE | EPHEMERAL


@dataclass(frozen=True)
class Draft:
    """A body that passed the check of its shape, and the files that came with it."""

    body: Json
    files: Mapping[int, Upload]
    upload_limit: int


def fill(message: Message, draft: Draft, *, settable: int = SETTABLE) -> None:
    """Gives a new message its content; raises the errors of Discord for what it may not hold."""
    flags = draft.body.get("flags") or 0
    if flags & ~settable:
        raise wrong_field("flags", "MESSAGE_FLAGS_INVALID", f"Flags {flags} cannot be set here.")
    message.flags |= flags
    _apply(message, draft)


def revise(message: Message, draft: Draft) -> None:
    """Edits a message: fields that were not given stay as they were."""
    before = message.text
    files_before = message.attachments
    saved = (message.flags, message.content, message.embeds, message.components)
    message.flags = _flags_after(message.flags, draft.body.get("flags"))
    try:
        _apply(message, draft)
    except ApiError:
        message.flags, message.content, message.embeds, message.components = saved
        message.attachments = files_before
        raise
    for file in files_before:
        if file not in message.attachments:
            message.place.world.files.forget(file)
    message.edited_at = message.place.world.clock.now()
    message.edits.append(Edit(message.edited_at, before))


def _flags_after(flags: int, asked: int | None) -> int:
    # Discord: IS_COMPONENTS_V2 can be set by an edit, and never be unset.
    kept = flags if asked is None else flags & (COMPONENTS_V2 | ~_SET_BY_EDIT) | asked & _SET_BY_EDIT
    return kept & ~LOADING


def _apply(message: Message, draft: Draft) -> None:
    body = draft.body
    _check(body, v2=message.uses_v2)
    mentions.check_allowed(body.get("allowed_mentions"))
    _check_files(draft)
    kept = _kept(message, draft)
    if "content" in body:
        # Discord: blanks around the content are cut off.
        message.content = (body["content"] or "").strip()
    if "embeds" in body:
        message.embeds = [{"type": "rich", **deepcopy(embed)} for embed in body["embeds"] or []]
    if "components" in body:
        message.components = parts.numbered(body["components"] or [])
    _check_whole(message, has_files=bool(kept or draft.files))
    message.attachments = kept + _stored(message, draft)
    _link_attachments(message)
    _notify(message, body.get("allowed_mentions"))


def _check(body: Json, *, v2: bool) -> None:
    problems = Problems()
    spot = Spot(problems)
    if body.get("components") is not None:
        rules.check_layout(body["components"], spot.at("components"), v2=v2)
    rules.check_embeds(body.get("embeds") or [], spot.at("embeds"))
    problems.settle()


def _check_files(draft: Draft) -> None:
    if any(len(upload.data) > draft.upload_limit for upload in draft.files.values()):
        raise ApiError(errors.TOO_LARGE)


def _check_whole(message: Message, *, has_files: bool) -> None:
    if message.uses_v2:
        for name, value in (("content", message.content), ("embeds", message.embeds)):
            if value:
                text = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                raise wrong_field(name, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
        if not message.components:
            raise ApiError(errors.EMPTY_MESSAGE)
    elif not (message.content or message.embeds or message.components or has_files):
        raise ApiError(errors.EMPTY_MESSAGE)


def _kept(message: Message, draft: Draft) -> list[Attachment]:
    listed = draft.body.get("attachments")
    if listed is None:
        kept = list(message.attachments)
    else:
        wanted = {int(entry["id"]) for entry in listed}
        kept = [file for file in message.attachments if file.id in wanted]
        if unknown := wanted - {file.id for file in kept} - draft.files.keys():
            text = f"Attachment ids {sorted(unknown)} name neither a kept attachment nor a file of this request."
            raise wrong_field("attachments", "ATTACHMENT_NOT_FOUND", text)
    if len(kept) + len(draft.files) > MOST_FILES:
        raise wrong_field("attachments", "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_FILES} or fewer in length.")
    return kept


def _stored(message: Message, draft: Draft) -> list[Attachment]:
    hidden = message.visible_to is not None
    folder = f"{'ephemeral-' if hidden else ''}attachments/{message.place.id}"
    told = {int(entry["id"]): entry for entry in draft.body.get("attachments") or ()}
    stored = []
    for number, upload in sorted(draft.files.items()):
        attachment = message.place.world.files.store(upload, folder, ephemeral=hidden)
        attachment.description = told.get(number, {}).get("description")
        stored.append(attachment)
    return stored


def _link_attachments(message: Message) -> None:
    """Replaces `attachment://name` by the address of that attachment, as Discord does."""
    named = {file.name: file for file in message.attachments}
    media = [item for found in parts.walk(message.components) for item in parts.media_of(found)]
    media += [embed[key] for embed in message.embeds for key in ("image", "thumbnail") if embed.get(key)]
    for item in media:
        url: str = item.get("url") or ""
        if not url.startswith("attachment://"):
            continue
        file = named.get(url.removeprefix("attachment://"))
        if file is None:
            text = f"The referenced attachment in {url!r} was not found"
            raise wrong_field("components", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", text)
        signed = message.place.world.files.sign(file)
        item |= {"url": signed, "proxy_url": signed, "attachment_id": str(file.id)}
        item |= {"content_type": file.content_type} if file.content_type else {}


def _notify(message: Message, allowed: Json | None) -> None:
    text = "\n".join([message.content, *parts.texts(message.components)])
    replied: User | None = message.reference.author if message.reference else None
    message.mentions = mentions.read(text, allowed, message.place, message.author, replied)
