"""The components of messages and forms: their fields and single limits, after Discord's API description."""

from __future__ import annotations

from standins.discord.shape import SNOWFLAKE, Flag, Kinds, ListOf, Modal, OneOf, Shape, Text, Whole

_BASE: dict[str, Shape] = {"type": Whole(), "id": Whole(0, 2**31 - 1)}
_CUSTOM_ID = Text(1, 100)
_EMOJI = Modal({"id": SNOWFLAKE, "name": Text(0, 32), "animated": Flag()})
_MEDIA = Modal({"url": Text(1, 2048, r"(https?|attachment)://\S+")}, {"url"})

BUTTON = Modal(
    _BASE
    | {
        "style": OneOf(range(1, 7)),
        "custom_id": _CUSTOM_ID,
        "label": Text(0, 80),
        "url": Text(1, 512),
        "sku_id": SNOWFLAKE,
        "emoji": _EMOJI,
        "disabled": Flag(),
    },
    {"style"},
)
_OPTION = Modal(
    {
        "label": Text(1, 100),
        "value": Text(1, 100),
        "description": Text(0, 100),
        "emoji": _EMOJI,
        "default": Flag(),
    },
    {"label", "value"},
)
_SELECT: dict[str, Shape] = _BASE | {
    "custom_id": _CUSTOM_ID,
    "placeholder": Text(0, 150),
    "min_values": Whole(0, 25),
    "max_values": Whole(1, 25),
    "disabled": Flag(),
    "required": Flag(),
}
_DEFAULTS = ListOf(Modal({"id": SNOWFLAKE, "type": OneOf({"user", "role", "channel"})}, {"id", "type"}), 0, 25)
STRING_SELECT = Modal(_SELECT | {"options": ListOf(_OPTION, 1, 25)}, {"custom_id", "options"})
ENTITY_SELECT = Modal(_SELECT | {"default_values": _DEFAULTS}, {"custom_id"})
CHANNEL_SELECT = Modal(_SELECT | {"default_values": _DEFAULTS, "channel_types": ListOf(Whole(0, 20))}, {"custom_id"})
SELECTS: dict[int, Shape] = {
    3: STRING_SELECT,
    5: ENTITY_SELECT,
    6: ENTITY_SELECT,
    7: ENTITY_SELECT,
    8: CHANNEL_SELECT,
}

ROW = Modal(_BASE | {"components": ListOf(Kinds({2: BUTTON, **SELECTS}), 1, 5)}, {"components"})
TEXT_DISPLAY = Modal(_BASE | {"content": Text(1, 4000)}, {"content"})
_THUMBNAIL = Modal(_BASE | {"media": _MEDIA, "description": Text(0, 1024), "spoiler": Flag()}, {"media"})
_SECTION = Modal(
    _BASE | {"components": ListOf(Kinds({10: TEXT_DISPLAY}), 1, 3), "accessory": Kinds({2: BUTTON, 11: _THUMBNAIL})},
    {"components", "accessory"},
)
_GALLERY_ITEM = Modal({"media": _MEDIA, "description": Text(0, 1024), "spoiler": Flag()}, {"media"})
_GALLERY = Modal(_BASE | {"items": ListOf(_GALLERY_ITEM, 1, 10)}, {"items"})
_FILE = Modal(_BASE | {"file": _MEDIA, "spoiler": Flag()}, {"file"})
_SEPARATOR = Modal(_BASE | {"divider": Flag(), "spacing": OneOf({1, 2})})
_IN_CONTAINER: dict[int, Shape] = {
    1: ROW,
    9: _SECTION,
    10: TEXT_DISPLAY,
    12: _GALLERY,
    13: _FILE,
    14: _SEPARATOR,
}
_CONTAINER = Modal(
    _BASE
    | {
        "accent_color": Whole(0, 0xFFFFFF),
        "spoiler": Flag(),
        "components": ListOf(Kinds(_IN_CONTAINER), 1, 40),
    },
    {"components"},
)

# Discord: a message without IS_COMPONENTS_V2 takes action rows only, at most five.
LEGACY_LAYOUT = ListOf(Kinds({1: ROW}), 0, 5)
V2_LAYOUT = ListOf(Kinds({**_IN_CONTAINER, 17: _CONTAINER}), 0, 40)

TEXT_INPUT = Modal(
    _BASE
    | {
        "custom_id": _CUSTOM_ID,
        "style": OneOf({1, 2}),
        "label": Text(1, 45),
        "value": Text(0, 4000),
        "placeholder": Text(0, 100),
        "required": Flag(),
        "min_length": Whole(0, 4000),
        "max_length": Whole(1, 4000),
    },
    {"custom_id", "style"},
)
_FILE_UPLOAD = Modal(
    _BASE
    | {
        "custom_id": _CUSTOM_ID,
        "min_values": Whole(0, 10),
        "max_values": Whole(1, 10),
        "required": Flag(),
    },
    {"custom_id"},
)
_GROUP_OPTION = Modal(
    {"label": Text(1, 100), "value": Text(1, 100), "description": Text(0, 100), "default": Flag()},
    {"label", "value"},
)
_RADIO_GROUP = Modal(
    _BASE | {"custom_id": _CUSTOM_ID, "options": ListOf(_GROUP_OPTION, 2, 10), "required": Flag()},
    {"custom_id", "options"},
)
_CHECKBOX_GROUP = Modal(
    _BASE
    | {
        "custom_id": _CUSTOM_ID,
        "options": ListOf(_GROUP_OPTION, 1, 10),
        "min_values": Whole(0, 10),
        "max_values": Whole(1, 10),
        "required": Flag(),
    },
    {"custom_id", "options"},
)
_CHECKBOX = Modal(_BASE | {"custom_id": _CUSTOM_ID, "default": Flag()}, {"custom_id"})
_IN_LABEL: dict[int, Shape] = {
    4: TEXT_INPUT,
    **SELECTS,
    19: _FILE_UPLOAD,
    21: _RADIO_GROUP,
    22: _CHECKBOX_GROUP,
    23: _CHECKBOX,
}
_LABEL = Modal(
    _BASE | {"label": Text(1, 45), "description": Text(0, 100), "component": Kinds(_IN_LABEL)},
    {"label", "component"},
)
_INPUT_ROW = Modal(_BASE | {"components": ListOf(Kinds({4: TEXT_INPUT}), 1, 1)}, {"components"})
# Discord: a modal has one to five top-level components.
MODAL = Modal(
    {
        "custom_id": _CUSTOM_ID,
        "title": Text(1, 45),
        "components": ListOf(Kinds({1: _INPUT_ROW, 10: TEXT_DISPLAY, 18: _LABEL}), 1, 5),
    },
    {"custom_id", "title", "components"},
)
