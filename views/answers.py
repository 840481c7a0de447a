"""Requests to Discord that are made again when their answer is lost: the connection broke, or Discord is down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar, cast

import aiohttp
import discord

from domain import refusals
from guild.client import NO_PINGS

T = TypeVar("T")

# RateLimited is not an HTTPException; a lost connection is neither. TimeoutError is an OSError.
FAILURES = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
PAUSES = (0.5, 1, 2, 4, 8, 16)
LONGEST_TRY_SECONDS = 60


def passes_by_itself(failure: BaseException) -> bool:
    """True where trying again later may help: Discord is down, busy, or out of reach."""
    return not isinstance(failure, discord.HTTPException) or failure.status == 429 or failure.status >= 500


async def repeated(
    request: Callable[[], Awaitable[T]], pauses: Sequence[float] = PAUSES, seconds: float = LONGEST_TRY_SECONDS
) -> T:
    """What `request` returns, made again after each pause while its failure passes by itself.

    Only for requests that may arrive twice: edits, first answers (Discord takes one), messages with their own nonce.
    """
    for pause in pauses:
        try:
            async with asyncio.timeout(seconds):
                return await request()
        except FAILURES as failure:
            if not passes_by_itself(failure):
                raise
        await asyncio.sleep(pause)
    async with asyncio.timeout(seconds):
        return await request()


log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]
Kind = discord.InteractionResponseType
THINKING = Kind.deferred_channel_message

PATIENCE_SECONDS = 1.0  # after that, who asked is told that the bot is at it
FIRST_TRY_SECONDS = 2.0
FIRST_PAUSES = (0.2, 0.4, 0.8, 1.2)  # Discord: a first answer has to come within three seconds
ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION = 40060, 10062
BAD_REQUEST, TOO_LARGE = 400, 413


class Answering:
    """What one interaction was answered so far; `first` is the first answer that Discord has."""

    def __init__(self, interaction: Interaction) -> None:
        self.first: Kind | None = None
        self._interaction = interaction
        self._in_doubt: Kind | None = None  # a first answer that Discord may have, or not
        self._filled = False
        self._lock = asyncio.Lock()  # the deferral of a slow handler does not get into its answer
        self._late: asyncio.Task[bool] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the person has more than a deferral."""
        return self.first is not None and (self._filled or self.first is Kind.modal)

    @asynccontextmanager
    async def deferred_when_slow(self) -> AsyncIterator[None]:
        """Defers by itself where what is inside, say because the database is busy, has not answered in a second."""
        timer = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, self._defer_late)
        try:
            yield
        finally:
            timer.cancel()

    def _defer_late(self) -> None:
        self._late = asyncio.create_task(self.defer(THINKING, ephemeral=True), name="late deferral")

    async def defer(self, kind: Kind, *, ephemeral: bool) -> bool:
        """Tells Discord that the answer will take longer, and goes on where that fails; False where it knew."""
        thinking, response = kind is THINKING, self._interaction.response
        async with self._lock:
            if self.first is not None:
                return False
            await self._give(kind, lambda: response.defer(ephemeral=ephemeral and thinking, thinking=thinking))
            return True

    async def open(self, modal: discord.ui.Modal) -> None:
        """Opens a form. Discord: it has to be the first answer, so it cannot open once the bot was too slow."""
        async with self._lock:
            if self.first is None:
                await self._give(Kind.modal, lambda: self._interaction.response.send_modal(modal))
        if self.first is not Kind.modal:
            raise refusals.form_was_too_slow()
        if not self._interaction.response.is_done():  # it opened, but discord.py does not know
            self._interaction._state.store_view(modal)  # noqa: SLF001

    async def answer(self, content: Callable[[], dict[str, Any]], kind: Kind, *, ephemeral: bool) -> None:
        """Answers: first, in place of the deferral or of the pressed message, or with one more message.

        `content` makes what is sent anew each time, for a file of discord.py is read once.
        """
        async with self._lock:
            if self.first is None and await self._give(kind, partial(self._send_first, content, kind, ephemeral)):
                self._filled = True
            elif self.first is not None and self._is_edit(kind):
                self._filled = True
                await self._edit(content)
            elif self.first is not None:
                await self._follow_up(content(), ephemeral)

    def _is_edit(self, kind: Kind) -> bool:
        """Whether the answer belongs into the original response, which is the pressed message where that is updated."""
        if self.first in {Kind.message_update, Kind.deferred_message_update}:
            return kind is Kind.message_update
        return self.first is not Kind.modal and not self._filled

    async def _give(self, kind: Kind, send: Callable[[], Awaitable[object]]) -> bool:
        """Gives the first answer; True where it is certain that it is this one that Discord has."""
        try:
            await repeated(partial(self._try, kind, send), FIRST_PAUSES, FIRST_TRY_SECONDS)
        except FAILURES as failure:
            self._judge(kind, failure)
            return False
        self.first = kind
        return True

    async def _try(self, kind: Kind, send: Callable[[], Awaitable[object]]) -> None:
        try:
            await send()
        except FAILURES as failure:
            if passes_by_itself(failure):
                self._in_doubt = kind
            raise

    def _judge(self, kind: Kind, failure: BaseException) -> None:
        """Learns from a first answer that failed for good. One in doubt may have arrived: an edit will show it."""
        code = failure.code if isinstance(failure, discord.HTTPException) else 0
        if code in {ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION} or passes_by_itself(failure):
            self.first = self._in_doubt or (kind if code == ALREADY_ACKNOWLEDGED else None)
        else:
            _raise_what_is_wrong(failure)
        log.info("a first answer to an interaction failed: %s", failure)

    async def _send_first(self, content: Callable[[], dict[str, Any]], kind: Kind, ephemeral: bool) -> None:  # noqa: FBT001
        response = self._interaction.response
        if kind is Kind.message_update:
            await response.edit_message(**_as_edit(content()))
        else:
            await response.send_message(**_as_message(content()), ephemeral=ephemeral)

    async def _edit(self, content: Callable[[], dict[str, Any]]) -> None:
        try:
            await repeated(lambda: self._interaction.edit_original_response(**_as_edit(content())))
        except FAILURES as failure:
            _raise_what_is_wrong(failure)

    async def _follow_up(self, content: dict[str, Any], ephemeral: bool) -> None:  # noqa: FBT001
        hook = self._interaction.followup
        hook.session = cast("aiohttp.ClientSession", _Once(self._interaction._session))  # noqa: SLF001
        try:
            async with asyncio.timeout(LONGEST_TRY_SECONDS):
                await hook.send(**_as_message(content), ephemeral=ephemeral)
        except FAILURES as failure:
            _raise_what_is_wrong(failure)


class _Once:
    """A session in which discord.py does not make a request again that Discord answered with a 5xx."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    def request(self, method: str, url: str, **options: Any) -> object:  # noqa: ANN401  # as aiohttp types it
        """A request whose 5xx is an aiohttp.ClientError."""
        return self._session.request(method, url, raise_for_status=_raise_5xx, **options)


async def _raise_5xx(response: aiohttp.ClientResponse) -> None:
    if response.status >= 500:
        response.raise_for_status()


def _raise_what_is_wrong(failure: BaseException) -> None:
    """An answer that is lost, or too late, is no bug: what was asked for is done. One that Discord finds wrong is."""
    if isinstance(failure, discord.HTTPException) and failure.status in {BAD_REQUEST, TOO_LARGE}:
        raise failure
    log.warning("an answer was lost: %s", failure)


def _as_message(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value is not None} | {"allowed_mentions": NO_PINGS}


def _as_edit(content: dict[str, Any]) -> dict[str, Any]:
    """Discord: an edit names its files as attachments; those that it does not name stay."""
    edit = {name: value for name, value in content.items() if name not in {"file", "files"}}
    files = content.get("files") or [content[name] for name in ("file",) if name in content]
    return edit | ({"attachments": files} if files else {}) | {"allowed_mentions": NO_PINGS}


def answering(interaction: Interaction) -> Answering:
    """How this interaction was answered so far."""
    found: Answering = interaction.extras.setdefault("answering", Answering(interaction))
    return found


def is_own(interaction: Interaction) -> bool:
    """Whether only this person sees the message that was pressed; one that all see is never changed by a press."""
    return interaction.message is not None and interaction.message.flags.ephemeral


async def acknowledge(interaction: Interaction, *, in_place: bool = False, public: bool = False) -> bool:
    """Tells Discord that the answer takes longer than three seconds; `in_place` keeps one's own message as it is.

    False where Discord was told so before, by a deferral that only this person sees.
    """
    kind = Kind.deferred_message_update if in_place and is_own(interaction) else THINKING
    return await answering(interaction).defer(kind, ephemeral=not public)


async def answer(
    interaction: Interaction,
    *,
    in_place: bool = False,
    public: bool = False,
    made: Callable[[], dict[str, Any]] = dict,
    file: Callable[[], discord.File] | None = None,
    **content: Any,  # noqa: ANN401  # as discord.py types it
) -> None:
    """Answers whoever asked; `in_place` puts it where the message was that they pressed on.

    `made` and `file` make what is sent: it may have to be made anew, for a file of discord.py is read once.
    """

    def all_of_it() -> dict[str, Any]:
        return made() | content | ({"file": file()} if file else {})

    kind = Kind.message_update if in_place and interaction.message else Kind.channel_message
    await answering(interaction).answer(all_of_it, kind, ephemeral=not public)


async def open_modal(interaction: Interaction, modal: discord.ui.Modal) -> None:
    """Opens a form; refuses where the bot took so long that the first answer was a deferral."""
    await answering(interaction).open(modal)
