"""The log: one line for each thing that happened, to stdout, without anything that opens a door.

    2026-11-01T20:00:00.123Z WARNING guild.alerts: server 42: the queue has to wait code=503

Line breaks, as in tracebacks, are written as \\n; `sed 's/\\\\n/\\n/g'` brings them back.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from types import TracebackType

HIDDEN = "[hidden]"
# Discord: whoever has the token of an interaction or of a webhook may speak for it, and both are part of addresses.
_TOKENS = (
    re.compile(r"(?<=/webhooks/)(\d+)/[\w.~%=-]+"),
    re.compile(r"(?<=/interactions/)(\d+)/[\w.~%=-]+"),
    re.compile(r"\b()aW50ZXJhY3Rpb2[\w=-]{20,}"),  # base64 of "interaction", the start of every such token
    re.compile(r"\b()[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"),  # a bot's token
    re.compile(r"(?i)((?:api_?key|x-api-key)['\"]?[=:] ?['\"]?)[\w.~%-]{8,}"),
)
_COLOURS = {"WARNING": "33", "ERROR": "31", "CRITICAL": "1;31"}
_PLAIN = re.compile(r"[^\s\"=]+")


class OneLine(logging.Formatter):
    """Writes a record, its traceback included, as one line, and hides `secrets` and all that looks like a token.

    A record may carry `fields`, a mapping that becomes key=value at the end of the line.
    """

    def __init__(self, secrets: Iterable[str], *, coloured: bool) -> None:
        super().__init__()
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)
        self._coloured = coloured

    def format(self, record: logging.LogRecord) -> str:
        """The line; the words of strangers cannot begin a second one."""
        text = super().format(record)
        fields: dict[str, object] = getattr(record, "fields", {})
        text = " ".join([text, *(f"{name}={_value(value)}" for name, value in fields.items())])
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = f"{at} {self._level(record.levelname)} {record.name}: {text}"
        return "\\n".join(self._hide(line).splitlines())

    def _level(self, name: str) -> str:
        return f"\x1b[{_COLOURS[name]}m{name}\x1b[0m" if self._coloured and name in _COLOURS else name

    def _hide(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        for pattern in _TOKENS:
            text = pattern.sub(lambda found: f"{found[1]}{'/' if found[1].isdecimal() else ''}{HIDDEN}", text)
        return text


def _value(value: object) -> str:
    text = str(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def set_up_log(level: str = "INFO", secrets: Iterable[str] = ()) -> None:
    """Sends everything that is logged, warned or raised to nobody to stdout; again replaces what was set up before."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(OneLine(secrets, coloured=sys.stdout.isatty()))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # Discord: interaction tokens are part of the URLs that discord.py logs at DEBUG.
    logging.getLogger("discord").setLevel(max(logging.INFO, root.level))
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_bug
    threading.excepthook = _log_bug_of_thread


def _log_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Python prints what nobody caught by itself, and would print tokens too."""
    logging.getLogger("bot").critical("the bot ends by a bug", exc_info=(kind, error, trace))


def _log_bug_of_thread(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None:
        logging.getLogger("bot").error("a thread ended by a bug", exc_info=found.exc_value)
