"""The errors of Discord's API, with its status, code and text; and what this stand-in does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from standins.discord.wire import Json


class Kind(NamedTuple):
    """One line of Discord's table of errors: HTTP status, JSON code, message."""

    status: int
    code: int
    message: str


class ApiError(Exception):
    """An answer that is an error; `details` are further fields of its body."""

    def __init__(self, kind: Kind, details: Json | None = None) -> None:
        super().__init__(f"{kind.status} (code {kind.code}): {kind.message}")
        self.kind = kind
        self.details = details or {}
        self.headers: Mapping[str, str] = {}

    def payload(self) -> Json:
        """The body of the answer."""
        return {"message": self.kind.message, "code": self.kind.code, **self.details}


class SurpriseError(Exception):
    """The bot used a route, a field or a message that this stand-in does not know: a loud error by design."""


class ActorError(AssertionError):
    """A member was asked to do what Discord's client would never let that member do."""


# Discord: the table "JSON Error Codes" of the API reference.
UNAUTHORIZED = Kind(401, 0, "401: Unauthorized")
UNKNOWN_APPLICATION = Kind(404, 10002, "Unknown Application")
UNKNOWN_CHANNEL = Kind(404, 10003, "Unknown Channel")
UNKNOWN_GUILD = Kind(404, 10004, "Unknown Guild")
UNKNOWN_MEMBER = Kind(404, 10007, "Unknown Member")
UNKNOWN_MESSAGE = Kind(404, 10008, "Unknown Message")
UNKNOWN_USER = Kind(404, 10013, "Unknown User")
UNKNOWN_EMOJI = Kind(400, 10014, "Unknown Emoji")
UNKNOWN_WEBHOOK = Kind(404, 10015, "Unknown Webhook")
UNKNOWN_INTERACTION = Kind(404, 10062, "Unknown interaction")
UNKNOWN_COMMAND = Kind(404, 10063, "Unknown application command")
UNKNOWN_OVERWRITE = Kind(404, 10009, "Unknown Overwrite")
PINS_FULL = Kind(400, 30003, "Maximum number of pins reached for the channel (250)")
TOO_LARGE = Kind(413, 40005, "Request entity too large")
TOO_MANY_COMMANDS = Kind(400, 30032, "Maximum number of application commands reached (100)")
ALREADY_ACKNOWLEDGED = Kind(400, 40060, "Interaction has already been acknowledged.")
MISSING_ACCESS = Kind(403, 50001, "Missing Access")
DIRECT_CHANNEL = Kind(403, 50003, "Cannot execute action on a DM channel")
NOT_THE_AUTHOR = Kind(403, 50005, "Cannot edit a message authored by another user")
EMPTY_MESSAGE = Kind(400, 50006, "Cannot send an empty message")
CANNOT_DIRECT_MESSAGE = Kind(403, 50007, "Cannot send messages to this user")
INVALID_FORM = Kind(400, 50035, "Invalid Modal Body")
MISSING_PERMISSIONS = Kind(403, 50013, "Missing Permissions")
SYSTEM_MESSAGE = Kind(403, 50021, "Cannot execute action on a system message")
WRONG_CHANNEL_TYPE = Kind(400, 50024, "Cannot execute action on this channel type")
INVALID_WEBHOOK_TOKEN = Kind(401, 50027, "Invalid Webhook Token")
TOO_OLD_TO_DELETE = Kind(400, 50034, "You can only bulk delete messages that are under 14 days old.")
INVALID_JSON = Kind(400, 50109, "The request body contains invalid JSON.")
CANNOT_REPLY = Kind(403, 160002, "Cannot reply without permission to read message history")


def invalid_form(errors: Json) -> ApiError:
    """The error of a form whose fields are wrong, field by field."""
    return ApiError(INVALID_FORM, {"errors": errors})


def wrong_field(path: str, code: str, message: str) -> ApiError:
    """The error of a form where one field is wrong; `path` is dotted."""
    nested: Json = {"_errors": [{"code": code, "message": message}]}
    for key in reversed(path.split(".")):
        nested = {key: nested}
    return invalid_form(nested)
