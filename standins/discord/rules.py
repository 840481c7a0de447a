"""Limits that span several fields: components, embeds and options looked at together."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from standins.discord.components import BUTTON, LINK_STYLE, PREMIUM_STYLE, TEXT_DISPLAY, is_select, walk
from standins.discord.shape import Problems, Spot
from standins.discord.shapes_components import LEGACY_LAYOUT, MODAL, V2_LAYOUT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from standins.discord.wire import Json

MOST_EMBED_TEXT = 6000
MOST_V2_TEXT = 4000
MOST_V2_COMPONENTS = 40


def check_layout(components: object, spot: Spot, *, v2: bool) -> None:
    """Notes what is wrong with a message's components, shape and limits together."""
    before = len(spot.problems.wrong)
    (V2_LAYOUT if v2 else LEGACY_LAYOUT).check(components, spot)
    if len(spot.problems.wrong) > before or spot.problems.unknown or not isinstance(components, list):
        return
    _check_each(components, spot)
    if v2:
        _check_v2_totals(components, spot)


def check_modal(data: object) -> None:
    """Raises the form error if a modal breaks a limit."""
    problems = Problems()
    spot = Spot(problems, ("data",))
    MODAL.check(data, spot)
    problems.settle()
    if isinstance(data, dict):
        _check_unique_ids(list(walk(data["components"])), spot.at("components"))
        for component in walk(data["components"]):
            if is_select(component):
                _check_select(component, spot.at("components"), in_modal=True)
    problems.settle()


def check_embeds(embeds: list[Json], spot: Spot) -> None:
    """Notes embeds that are longer than 6,000 characters in all, or empty."""
    # Discord: the limit counts title, description, field names and values, footer and author of all embeds.
    if sum(len(text) for embed in embeds for text in embed_texts(embed)) > MOST_EMBED_TEXT:
        spot.wrong("MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}")
    for index, embed in enumerate(embeds):
        if not any(value for key, value in embed.items() if key not in {"type", "flags", "color"}):
            spot.at(index).at("description").wrong("BASE_TYPE_REQUIRED", "This field is required")


def embed_texts(embed: Json) -> Iterable[str]:
    """Every text of an embed that counts towards its size."""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or ():
        yield field["name"]
        yield field["value"]
    yield (embed.get("footer") or {}).get("text") or ""
    yield (embed.get("author") or {}).get("name") or ""


def _check_each(components: list[Json], spot: Spot) -> None:
    every = list(walk(components))
    _check_unique_ids(every, spot)
    for component in every:
        if component["type"] == 1 and any(is_select(child) for child in component["components"]):
            if len(component["components"]) > 1:
                spot.wrong("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A row holds one select or up to five buttons.")
        elif component["type"] == BUTTON:
            _check_button(component, spot)
        elif is_select(component):
            _check_select(component, spot, in_modal=False)


def _check_unique_ids(every: list[Json], spot: Spot) -> None:
    custom_ids = [component["custom_id"] for component in every if component.get("custom_id")]
    if len(custom_ids) != len(set(custom_ids)):
        spot.wrong("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
    numbers = [component["id"] for component in every if component.get("id")]
    if len(numbers) != len(set(numbers)):
        spot.wrong("COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")


def _check_button(button: Json, spot: Spot) -> None:
    style = button["style"]
    if style == PREMIUM_STYLE:
        return
    if not button.get("label") and not button.get("emoji"):
        spot.wrong("BUTTON_COMPONENT_LABEL_REQUIRED", "A button needs a label or an emoji.")
    if style == LINK_STYLE:
        if button.get("custom_id") or not _is_web_address(button.get("url") or ""):
            spot.at("url").wrong("URL_TYPE_INVALID_URL", "A link button needs a well formed URL and no custom id.")
    elif not button.get("custom_id") or button.get("url"):
        spot.at("custom_id").wrong("BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id required")


def _is_web_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https", "discord"} and bool(parts.netloc) and " " not in url


def _check_select(select: Json, spot: Spot, *, in_modal: bool) -> None:
    least, most = _bounds(select)
    if least > most:
        spot.wrong("SELECT_COMPONENT_MIN_VALUES", "min_values is more than max_values")
    if select.get("disabled") and in_modal:
        spot.wrong("SELECT_COMPONENT_DISABLED", "A select in a modal cannot be disabled")
    options = select.get("options") or []
    values = [option["value"] for option in options]
    if len(values) != len(set(values)):
        spot.at("options").wrong(
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used"
        )
    if options and (most > len(options) or sum(bool(option.get("default")) for option in options) > most):
        spot.at("max_values").wrong("SELECT_COMPONENT_TOO_MANY", "More values than the select allows")


def _bounds(select: Json) -> tuple[int, int]:
    least, most = select.get("min_values"), select.get("max_values")
    return (1 if least is None else least), (1 if most is None else most)


def _check_v2_totals(components: list[Json], spot: Spot) -> None:
    every = list(walk(components))
    if len(every) > MOST_V2_COMPONENTS:
        spot.wrong(
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components is {len(every)}, the most is {MOST_V2_COMPONENTS}",
        )
    text = sum(len(component["content"]) for component in every if component["type"] == TEXT_DISPLAY)
    if text > MOST_V2_TEXT:
        spot.wrong(
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"The text of all components is {text} characters, the most is {MOST_V2_TEXT}",
        )
