"""The bases of every button, select and form: they live for ever, restarts included, and fail in one way.

Discord: anyone who can see a component can press it, also on an old copy of a message, and ids and values can
be forged; so subclasses authorise and read the state anew on every press.
"""

from __future__ import annotations

import re
import weakref
from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Self, cast

import discord

from domain import refusals
from views.base import Interaction, one_error_path

MODAL_SECONDS = 900  # Discord: a token lives 15 minutes; without a limit, forms nobody sends stay in memory for ever
ARGUMENTS = r"(?P<args>(?::[0-9]{1,19}){0,3})"
LARGEST = 2**63 - 1  # what SQLite keeps; every id of Discord is below it

COMPONENTS: list[type[discord.ui.DynamicItem[Any]]] = []


class NumberedItem(discord.ui.DynamicItem[Any], template=r"(?!)"):
    """What buttons and selects share: a custom_id of the class's `prefix` (`area:action`) and up to three numbers.

    A subclass is registered by being defined.
    """

    prefix: ClassVar[str]

    def __init_subclass__(cls, *, prefix: str = "") -> None:
        super().__init_subclass__(template=re.escape(prefix) + ARGUMENTS if prefix else r"(?!)")
        cls.prefix = prefix
        if prefix:
            COMPONENTS.append(cls)

    @classmethod
    def id_of(cls, args: tuple[int, ...]) -> str:
        """The custom_id that carries these numbers."""
        return ":".join((cls.prefix, *map(str, args)))

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], __: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The component that was used, made from its custom_id alone."""
        return cls(*(int(part) for part in match["args"].split(":") if part))

    @property
    def numbers(self) -> list[int]:
        """The numbers that the custom_id carries, as they are."""
        return [int(part) for part in self.item.custom_id.removeprefix(self.prefix).split(":")[1:]]

    def arg(self, index: int = 0, *, most: int = LARGEST) -> int:
        """One of the numbers; refuses a custom_id that lacks it or has one above `most`: only forged ones do."""
        numbers = self.numbers
        if index >= len(numbers) or numbers[index] > most:
            raise refusals.button_is_unknown()
        return numbers[index]


class Button(NumberedItem):
    """A button; a subclass names its prefix, its looks, and what `press` does."""

    label: ClassVar[str]
    emoji: ClassVar[str | None] = None
    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.secondary

    def __init__(self, *args: int, label: str | None = None, disabled: bool = False) -> None:
        super().__init__(
            discord.ui.Button(
                label=label or self.label,
                emoji=self.emoji,
                style=self.style,
                custom_id=self.id_of(args),
                disabled=disabled,
            )
        )

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """What discord.py calls; errors of a DynamicItem would otherwise vanish without an answer."""
        async with one_error_path(interaction):
            await self.press(interaction)

    @abstractmethod
    async def press(self, interaction: Interaction) -> None:
        """What the button does; raises a Refusal to turn the press down."""


class BaseSelect(NumberedItem):
    """A select with one choice, whatever it offers; a subclass says what `choose` does."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """What discord.py calls; the value is untrusted text."""
        async with one_error_path(interaction):
            values = _data(interaction).get("values") or [""]
            await self.choose(interaction, str(values[0]))

    @abstractmethod
    async def choose(self, interaction: Interaction, value: str) -> None:
        """What a choice does; raises a Refusal to turn it down."""


class Select(BaseSelect):
    """A select from a list; a subclass names its prefix, its placeholder, and what `choose` does."""

    placeholder: ClassVar[str]

    def __init__(self, *args: int, options: list[discord.SelectOption] | None = None) -> None:
        # Discord: a select has at most 25 options.
        super().__init__(
            discord.ui.Select(custom_id=self.id_of(args), placeholder=self.placeholder, options=(options or [])[:25])
        )


class ChannelSelect(BaseSelect):
    """A select of the server's text channels; `choose` gets the id that was sent, which may be of anything."""

    def __init__(self, *args: int, placeholder: str = "") -> None:
        kinds = [discord.ChannelType.text]
        super().__init__(
            discord.ui.ChannelSelect(custom_id=self.id_of(args), placeholder=placeholder, channel_types=kinds)
        )


class RoleSelect(BaseSelect):
    """A select of the server's roles; `choose` gets the id that was sent, which may be of anything."""

    def __init__(self, *args: int, placeholder: str = "") -> None:
        super().__init__(discord.ui.RoleSelect(custom_id=self.id_of(args), placeholder=placeholder))


class Modal(discord.ui.Modal):
    """A modal with a custom_id of its own each time.

    Discord.py 2.7.1 keys open modals by custom_id alone: a fixed one would mix up two members' forms.
    """

    open_modals: ClassVar[weakref.WeakValueDictionary[str, Modal]] = weakref.WeakValueDictionary()

    def __init__(self, title: str) -> None:
        super().__init__(title=title[:45], timeout=MODAL_SECONDS)
        self.open_modals[self.custom_id] = self

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """What discord.py calls when the form is sent."""
        async with one_error_path(interaction):
            await self.submit(interaction)

    @abstractmethod
    async def submit(self, interaction: Interaction) -> None:
        """What the form does; raises a Refusal to turn it down."""


def check_is_known(interaction: discord.Interaction[Any]) -> None:
    """Refuses a component that no class answers for, and a form that was open when the bot was restarted.

    Discord.py drops both without an answer, and the person would only see "This interaction failed".
    """
    custom_id = str(_data(interaction).get("custom_id", ""))
    if interaction.type is discord.InteractionType.modal_submit and custom_id not in Modal.open_modals:
        raise refusals.form_is_lost()
    templates = (kind.__discord_ui_compiled_template__ for kind in COMPONENTS)
    if interaction.type is discord.InteractionType.component and not any(t.fullmatch(custom_id) for t in templates):
        raise refusals.button_is_unknown()


def _data(interaction: discord.Interaction[Any]) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", interaction.data or {})
