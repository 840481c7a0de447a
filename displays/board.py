"""A board: one pinned message that always shows the newest state, and of which there is one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import discord
from discord.ui import LayoutView

from displays.display import Display
from displays.worker import Step
from domain.outbox import Place
from guild.alerts import Alerts
from guild.client import NO_PINGS, ShowBot
from guild.messages import Nowhere, boards_in, message_at, remove, remove_pin_notes
from guild.permissions import NAMES, Channel, lacking
from services.container import Services
from views.boards.pending import pending_skips
from views.boards.portal import portal
from views.boards.reviewer_queue import members_on_board, reviewer_queue
from views.layout import Mark
from views.queue.pages import queue_board


@dataclass(frozen=True)
class BoardSpec:
    """A kind of board: its name in the database, for people, its channel's setting, its mark, how it is drawn."""

    kind: str
    name: str
    purpose: str
    mark: Mark
    draw: Callable[[Services, int], Awaitable[LayoutView]]


class Board(Display):
    """One server's board of one kind."""

    def __init__(self, bot: ShowBot, troubles: Alerts, guild_id: int, spec: BoardSpec) -> None:
        super().__init__(bot, troubles, guild_id, spec.name, spec.purpose)
        self.kind = spec.kind
        self._mark = spec.mark
        self._draw = spec.draw
        self._message_id: int | None = None
        self._shown: list[dict[str, Any]] | None = None

    async def show(self, channel: Channel) -> Step:
        """Draws the newest state once; posts or edits where it is not what is shown."""
        if self.in_doubt:
            await self.inspect(channel)
        view = await self._draw(self.bot.services, self.guild_id)
        payload = view.to_components()  # type: ignore[no-untyped-call]  # discord.py leaves it untyped
        if self._message_id is None:
            await self._post(channel, view)
        elif payload == self._shown:
            return Step.DONE
        elif not await self._edit(message_at(channel.guild, Place(channel.id, self._message_id)), view):
            return Step.MORE
        self._shown = payload
        return Step.SENT

    async def inspect(self, channel: Channel, /) -> list[str]:
        """Keeps one message: the stored one, else the newest copy; removes the others, and pins it."""
        place = await self._place()
        if place and place.channel_id != channel.id:
            await self._take_away(place)
            place = None
        copies = await boards_in(channel, self._mark)
        stored = await _stored(channel, place, copies)
        kept = stored or next(iter(copies), None)
        mended = ["it was gone and is posted again"] if place and kept is None else []
        extras = [copy for copy in copies if kept and copy.id != kept.id]
        for extra in extras:
            await remove(extra)
        if extras:
            mended.append(f"{len(extras)} old {'copy' if len(extras) == 1 else 'copies'} removed")
        if kept and not stored:
            await self._keep(kept)
        if kept and not kept.pinned and await self._pin(channel, kept):
            mended.append("pinned again")
        self._shown = self._shown if kept and kept.id == self._message_id else None
        self._message_id = kept.id if kept else None
        await remove_pin_notes(channel)
        self.in_doubt = False
        return mended

    async def leave(self) -> None:
        """Removes the message."""
        if place := await self._place():
            await self._take_away(place)
        self._message_id, self.in_doubt = None, True

    async def _post(self, channel: Channel, view: LayoutView) -> None:
        self.in_doubt = True
        message = await channel.send(view=view, allowed_mentions=NO_PINGS)
        await self._keep(message)
        self.in_doubt = False
        await self._pin(channel, message)

    async def _edit(self, message: discord.PartialMessage | Nowhere, view: LayoutView) -> bool:
        """False where the message is gone."""
        if isinstance(message, Nowhere):
            self.in_doubt = True
            return False
        try:
            # Discord applies its default mentions to an edit without allowed_mentions.
            await message.edit(view=view, allowed_mentions=NO_PINGS)
        except discord.NotFound:
            self.in_doubt = True
        return not self.in_doubt

    async def _keep(self, message: discord.Message) -> None:
        self._message_id = message.id
        await self.bot.services.outbox.set_place(self.guild_id, self.kind, Place(message.channel.id, message.id))

    async def _pin(self, channel: Channel, message: discord.Message) -> bool:
        """Pins the board; False where that cannot be, which the owner is told once."""
        if not channel.permissions_for(channel.guild.me).pin_messages:
            self.miss(f"not pinned. {lacking(channel, [NAMES['pin_messages']])}")
            return False
        try:
            await message.pin()
        except discord.HTTPException as error:  # such as 30003: the channel has 250 pins
            self.miss(f"not pinned: {error}.")
            return False
        self.complete()
        return True

    async def _place(self) -> Place | None:
        return (await self.bot.services.outbox.places(self.guild_id)).get(self.kind)

    async def _take_away(self, place: Place) -> None:
        """Removes the message first: after a kill in between, the stored place still says what to remove."""
        message = message_at(self.bot.get_guild(self.guild_id), place)
        if message is Nowhere.NOT_NOW:
            return
        if isinstance(message, discord.PartialMessage):
            await remove(message)
        await self.bot.services.outbox.forget_place(self.guild_id, self.kind)


async def _stored(channel: Channel, place: Place | None, copies: list[discord.Message]) -> discord.Message | None:
    """The message of `place`: among the copies, or further up in the channel if it lost its pin."""
    known = next((copy for copy in copies if place and copy.id == place.message_id), None)
    message = message_at(channel.guild, place) if place else Nowhere.NOT_HERE
    if known or isinstance(message, Nowhere):
        return known
    try:
        return await message.fetch()
    except discord.NotFound:
        return None


async def _public_queue(services: Services, guild_id: int) -> LayoutView:
    return queue_board(await services.queue.line_up(guild_id))


async def _reviewer_queue(services: Services, guild_id: int) -> LayoutView:
    line_up = await services.queue.line_up(guild_id)
    return reviewer_queue(line_up, await services.queue.submitters(guild_id, members_on_board(line_up)))


async def _pending(services: Services, guild_id: int) -> LayoutView:
    return pending_skips(await services.queue.line_up(guild_id))


async def _portal(services: Services, guild_id: int) -> LayoutView:
    return portal(await services.queue.line_up(guild_id))


BOARDS = (
    BoardSpec("portal", "portal", "submission_channel", Mark.PORTAL, _portal),
    BoardSpec("public queue", "public queue", "queue_channel", Mark.PUBLIC_QUEUE, _public_queue),
    BoardSpec("reviewer queue", "reviewers' queue", "reviewer_channel", Mark.REVIEWER_QUEUE, _reviewer_queue),
    BoardSpec("pending skips", "pending skips", "reviewer_channel", Mark.PENDING, _pending),
)
