"""One call of the API, read and ready for its handler."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, web

from standins.discord import errors
from standins.discord.errors import ApiError, SurpriseError, wrong_field
from standins.discord.files import MIB, MOST_FILES, Upload
from standins.discord.shape import Problems, Shape, Spot

if TYPE_CHECKING:
    from standins.discord.ratelimits import Limit
    from standins.discord.wire import Json
    from standins.discord.world import Discord

# Discord: a whole request may not be much larger than the largest upload; beyond it nothing is read.
MOST_REQUEST_BYTES = 600 * MIB


@dataclass
class Call:
    """What was asked: path parameters, query, JSON body and files; `headers` go with the answer."""

    world: Discord
    params: Mapping[str, str]
    query: Mapping[str, str]
    body: Json | list[Json] | None = None
    files: dict[int, Upload] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def number(self, name: str) -> int:
        """A path parameter that is an id; raises the form error for anything else."""
        value = self.params[name]
        if not re.fullmatch(r"\d{1,20}", value):
            raise wrong_field(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return int(value)

    def asked_number(self, name: str) -> int | None:
        """A number from the query, if given."""
        value = self.query.get(name)
        if value is None:
            return None
        if not re.fullmatch(r"\d{1,20}", value):
            raise wrong_field(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        return int(value)

    def checked(self, shape: Shape) -> Json:
        """The body after a check of its shape; raises the form error or a surprise."""
        body = {} if self.body is None else self.body
        problems = Problems()
        shape.check(body, Spot(problems))
        problems.settle()
        if not isinstance(body, dict):
            raise ApiError(errors.INVALID_JSON)
        return body


Handler = Callable[[Call], Awaitable[object]]


@dataclass(frozen=True)
class Route:
    """A route of the API: template, handler, query parameters, whether it needs the bot's token, its limit."""

    method: str
    template: str
    handler: Handler
    query: Collection[str] = ()
    needs_token: bool = True
    limit: Limit | None = None
    major: str = "channel_id"


async def read_body(request: web.Request, call: Call) -> None:
    """Reads JSON or a form with files into the call; raises the error of Discord for what it cannot read."""
    if not request.can_read_body:
        return
    if request.content_type == "multipart/form-data":
        await _read_form(request, call)
    elif request.content_type == "application/json":
        call.body = _parse(await request.text())
    else:
        raise SurpriseError(f"body of type {request.content_type}")


def _parse(text: str) -> Json | list[Json]:
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        raise ApiError(errors.INVALID_JSON) from error
    if not isinstance(body, dict | list):
        raise ApiError(errors.INVALID_JSON)
    return body


async def _read_form(request: web.Request, call: Call) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise SurpriseError("a form inside a form")
        name = part.name or ""
        if name == "payload_json":
            call.body = _parse(await part.text())
        elif number := re.fullmatch(r"files\[(\d+)\]", name):
            call.files[int(number[1])] = Upload(part.filename or "unknown", bytes(await part.read()))
        else:
            raise SurpriseError(f"unknown form field {name!r}")
    if len(call.files) > MOST_FILES:
        raise wrong_field("attachments", "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_FILES} or fewer in length.")
