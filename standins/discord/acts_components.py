"""What people do with components: pressing buttons, choosing from selects, filling in forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from standins.discord import components as parts
from standins.discord import interactions
from standins.discord.acts_commands import CommandActor
from standins.discord.errors import ActorError
from standins.discord.modal import Filling
from standins.discord.reply import Reply
from standins.discord.resolved import Resolved

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from standins.discord.components import Button, Select
    from standins.discord.files import Upload
    from standins.discord.message import Message
    from standins.discord.modal import Modal
    from standins.discord.wire import Json

_NO_VALUES: Mapping[str, object] = {}
_NO_FILES: Mapping[str, Sequence[Upload]] = {}


class ComponentActor(CommandActor):
    """A person who uses what the bot's messages offer."""

    async def press(self, message: Message, face: str = "", *, custom_id: str | None = None) -> Reply:
        """Presses the button with this label, emoji and label, start of a label, or custom id."""
        self._check_sees(message)
        button = _find_button(message.buttons, face, custom_id)
        if button.disabled or button.custom_id is None:
            raise ActorError(f"the button {button.face!r} cannot be pressed")
        return await self.press_raw(message, custom_id=button.custom_id)

    async def press_raw(self, message: Message, *, custom_id: str) -> Reply:
        """Sends a button press with any custom id, as an old copy of a message or a forger would."""
        return await self._use(message, {"component_type": parts.BUTTON, "custom_id": custom_id})

    async def choose(self, message: Message, which: str, values: Sequence[object]) -> Reply:
        """Chooses from the select with this custom id or placeholder: values, labels, members, roles, channels."""
        self._check_sees(message)
        select = _find_select(message.selects, which)
        if select.disabled or not select.least <= len(values) <= select.most:
            raise ActorError(f"the select takes {select.least} to {select.most} values and is not disabled")
        resolved = Resolved(self._person)
        chosen = [_chosen(select, value, resolved) for value in values]
        data: Json = {"component_type": select.kind, "custom_id": select.custom_id, "values": chosen}
        return await self._use(message, {**data, "resolved": resolved.payload()} if resolved.payload() else data)

    async def choose_raw(self, message: Message, *, custom_id: str, values: Sequence[str]) -> Reply:
        """Sends a choice from a string select with any custom id and values."""
        data: Json = {"component_type": parts.STRING_SELECT, "custom_id": custom_id}
        return await self._use(message, {**data, "values": list(values)})

    async def fill(
        self,
        modal: Modal | None,
        values: Mapping[str, object] = _NO_VALUES,
        *,
        files: Mapping[str, Sequence[Upload]] = _NO_FILES,
        forged: bool = False,
    ) -> Reply:
        """Fills in a form, by label or custom id, and sends it; what is not named keeps its prefilled value.

        `forged=True` sends also what the client would refuse. A missing form raises `ActorError`.
        """
        if modal is None:
            raise ActorError("no form opened")
        opened_by = modal.interaction
        data = Filling(modal, self._person, forged=forged).submission(values, files)
        interaction = self.guild.world.desk.open(
            interactions.MODAL_SUBMIT,
            self._person,
            opened_by.place,
            data,
            message=opened_by.message,
            parent=opened_by,
        )
        return await Reply(interaction).arrived()

    async def _use(self, message: Message, data: Json) -> Reply:
        place = message.place
        same = (c["id"] for c in parts.walk(message.components) if c.get("custom_id") == data["custom_id"])
        data["id"] = next(same, 1)
        interaction = self.guild.world.desk.open(interactions.COMPONENT, self._person, place, data, message=message)
        return await Reply(interaction).arrived()

    def _check_sees(self, message: Message) -> None:
        if not self.sees(message):
            raise ActorError(f"{self.name} does not see this message")


def _find_button(buttons: Sequence[Button], face: str, custom_id: str | None) -> Button:
    if custom_id is not None:
        found = [button for button in buttons if button.custom_id == custom_id]
    else:
        found = [button for button in buttons if face in (button.label, button.face, button.emoji)]
        found = found or [button for button in buttons if button.label.startswith(face)]
    if len(found) != 1:
        wanted = face if custom_id is None else custom_id
        raise ActorError(f"{len(found)} buttons {wanted!r}; there are {[button.face for button in buttons]}")
    return found[0]


def _find_select(selects: Sequence[Select], which: str) -> Select:
    for select in selects:
        if which in (select.custom_id, select.placeholder):
            return select
    raise ActorError(f"no select {which!r}; there are {[select.custom_id for select in selects]}")


def _chosen(select: Select, value: object, resolved: Resolved) -> str:
    if select.kind != parts.STRING_SELECT:
        return resolved.add(value)
    for label, option in select.options:
        if value in (option, label):
            return option
    raise ActorError(f"the select has no option {value!r}; there are {select.options}")
