"""The bodies that create and edit messages, and those that answer interactions."""

from __future__ import annotations

from standins.discord.shape import SNOWFLAKE, Flag, ListOf, Modal, Number, OneOf, Shape, Text, Whole

# Discord: addresses in embeds are http, https, or attachments of the same message.
_URL = Text(1, 2048, r"(https?|attachment)://\S+")
_SEEN_MEDIA: dict[str, Shape] = {
    "url": _URL,
    "proxy_url": Text(),
    "height": Whole(),
    "width": Whole(),
    "flags": Whole(),
    "content_type": Text(),
    "placeholder": Text(),
    "placeholder_version": Whole(),
    "description": Text(),
}
EMBED = Modal(
    {
        "type": Text(0, 32),
        "title": Text(0, 256),
        "description": Text(0, 4096),
        "url": _URL,
        "color": Whole(0, 0xFFFFFF),
        "timestamp": Text(1, 64),
        "flags": Whole(),
        "author": Modal({"name": Text(1, 256), "url": _URL, "icon_url": _URL, "proxy_icon_url": Text()}, {"name"}),
        "footer": Modal({"text": Text(1, 2048), "icon_url": _URL, "proxy_icon_url": Text()}, {"text"}),
        "image": Modal(_SEEN_MEDIA),
        "thumbnail": Modal(_SEEN_MEDIA),
        "fields": ListOf(
            Modal({"name": Text(1, 256), "value": Text(1, 1024), "inline": Flag()}, {"name", "value"}), 0, 25
        ),
    }
)
_ALLOWED_MENTIONS = Modal(
    {
        "parse": ListOf(OneOf({"users", "roles", "everyone"}), 0, 3),
        "users": ListOf(SNOWFLAKE, 0, 100),
        "roles": ListOf(SNOWFLAKE, 0, 100),
        "replied_user": Flag(),
    }
)
_ATTACHMENT = Modal(
    {
        "id": SNOWFLAKE,
        "filename": Text(1, 1024),
        "title": Text(0, 1024),
        "description": Text(0, 1024),
        # The library sends a kept attachment back as it read it; Discord takes its id and description only.
        "size": Whole(),
        "url": Text(),
        "proxy_url": Text(),
        "content_type": Text(),
        "spoiler": Flag(),
        "is_spoiler": Flag(),
        "ephemeral": Flag(),
        "height": Whole(),
        "width": Whole(),
        "duration_secs": Number(),
        "waveform": Text(0, 400),
    },
    {"id"},
)
_REFERENCE = Modal(
    {
        "type": Whole(0, 1),
        "message_id": SNOWFLAKE,
        "channel_id": SNOWFLAKE,
        "guild_id": SNOWFLAKE,
        "fail_if_not_exists": Flag(),
    },
    {"message_id"},
)


class _Anything:
    """The components: their shape depends on the flags, so they are checked in a second step."""

    def check(self, value: object, spot: object) -> None:
        """Takes everything."""


EDIT_MESSAGE = Modal(
    {
        "content": Text(0, 2000),
        "embeds": ListOf(EMBED, 0, 10),
        "components": _Anything(),
        "allowed_mentions": _ALLOWED_MENTIONS,
        "attachments": ListOf(_ATTACHMENT, 0, 10),
        "flags": Whole(0, 2**31 - 1),
        "tts": Flag(),
    }
)
CREATE_MESSAGE = Modal(
    {
        **EDIT_MESSAGE.fields,
        "nonce": Text(1, 25),
        "enforce_nonce": Flag(),
        "message_reference": _REFERENCE,
        "sticker_ids": ListOf(SNOWFLAKE, 0, 0),
    }
)
FOLLOWUP = Modal(EDIT_MESSAGE.fields)
CALLBACK = Modal({"type": OneOf({4, 5, 6, 7, 8, 9}), "data": _Anything()}, {"type"})
DEFER = Modal({"flags": Whole(0, 2**31 - 1)})

CHOICE = Modal({"name": Text(1, 100), "name_localizations": _Anything(), "value": _Anything()}, {"name", "value"})
AUTOCOMPLETE = Modal({"choices": ListOf(CHOICE, 0, 25)}, {"choices"})
