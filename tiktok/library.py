"""TikTokLive, imported when it is first needed and beside the event loop: it takes two seconds and 65 MB."""

from __future__ import annotations

import asyncio
import gc
import importlib
from collections.abc import Callable
from datetime import datetime
from functools import partial
from types import ModuleType

from domain.following import TroubleKind
from tiktok.ports import Gateway, LiveSettings
from tiktok.quota import Quota
from tiktok.troubles import Trouble


class Library:
    """Opens the ways to creators' LIVEs; one for the whole process."""

    def __init__(self, settings: LiveSettings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._quota = Quota()
        self._loading = asyncio.Lock()
        self._module: ModuleType | None = None

    async def gateway(self, creator: str) -> Gateway:
        """A new way to the creator's LIVE. Raises Trouble when the library does not fit."""
        async with self._loading:
            if self._module is None:
                self._module = await asyncio.to_thread(_load, self._settings)
        make = partial(self._module.TikTokGateway, self._settings, creator, self._clock, self._quota)
        made: Gateway = await asyncio.to_thread(make)
        return made


def _load(settings: LiveSettings) -> ModuleType:
    try:
        module = importlib.import_module("tiktok.gateway")
    except (ImportError, AttributeError) as error:
        raise Trouble(TroubleKind.LIBRARY_MOVED, detail=f"{error}.") from error
    module.prepare(settings)
    if not gc.get_freeze_count():
        # Python: a search for garbage looks through all that lives, and with this library it stops the loop for 0.1 s.
        gc.freeze()
    return module
