"""The log: one line each, and nothing in it that opens a door."""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections.abc import Iterator

import pytest

from process.logs import HIDDEN, set_up_log

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab"  # noqa: S105 - nobody's
KEY = "euler-key-123"
INTERACTION = "aW50ZXJhY3Rpb246MTIzNDU2Nzg5MDEyMzQ1Njc4OkFCQ0RFRkdISUpLTE1OT1A"
log = logging.getLogger("displays.displays_manager")


def fail(text: str) -> None:
    raise RuntimeError(text)


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the bot's log writes to stdout; everything about logging is put back afterwards."""
    root, stdout = logging.getLogger(), io.StringIO()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr(sys, "stdout", stdout)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    set_up_log("INFO", [TOKEN, KEY, ""])
    yield stdout
    root.handlers = before
    root.setLevel(level)
    logging.getLogger("discord").setLevel(logging.NOTSET)
    logging.captureWarnings(capture=False)


def test_a_line_has_time_level_and_place_and_its_fields_at_the_end(lines: io.StringIO) -> None:
    log.warning("server %d has to wait", 42, extra={"fields": {"code": 503, "why": "out of reach"}})
    [line] = lines.getvalue().splitlines()
    at, _, rest = line.partition(" ")
    assert at.endswith("Z")
    assert "T" in at
    assert rest == 'WARNING displays.displays_manager: server 42 has to wait code=503 why="out of reach"'


def test_a_traceback_and_the_line_breaks_of_strangers_stay_in_one_line(lines: io.StringIO) -> None:
    try:
        fail("first\nsecond\u2028third\rfourth")
    except RuntimeError:
        log.exception("a song called %s", "A\n2026-11-01 CRITICAL bot: fake")
    assert lines.getvalue().count("\n") == 1
    assert len(lines.getvalue().splitlines()) == 1
    assert "\\nTraceback (most recent call last):\\n" in lines.getvalue()


SECRETS = {
    "the bot's token": (f"Authorization: Bot {TOKEN}", TOKEN),
    "another bot's token": ("Bot NzIzNDU2Nzg5MDEyMzQ1Njc4.HabcdE.zbcdefghijklmnopqrstuvwxyz012345", "HabcdE"),
    "the sign key": (f"GET https://sign.example/fetch?room=1&x={KEY}", KEY),
    "another sign key": ("https://sign.example/fetch?apiKey=abcdef12345678&room=7", "abcdef12345678"),
    "a webhook's address": ("POST https://discord.com/api/v10/webhooks/123456/aB-c_d.EF/messages/@original", "aB-c_d"),
    "a callback's address": ("POST https://discord.com/api/v10/interactions/123456/abCDef/callback", "abCDef"),
    "a bare interaction token": (f"{{'token': '{INTERACTION}'}}", INTERACTION),
}


@pytest.mark.parametrize("what", SECRETS)
@pytest.mark.parametrize("where", ["message", "argument", "field", "traceback", "library"])
def test_a_secret_is_hidden_wherever_it_stands(lines: io.StringIO, what: str, where: str) -> None:
    text, secret = SECRETS[what]
    if where == "message":
        log.error(text)
    elif where == "argument":
        logging.getLogger("aiohttp.client").error("%s", text)
    elif where == "field":
        log.error("failed", extra={"fields": {"url": text}})
    elif where == "library":
        logging.getLogger("discord.http").info("%s has returned 200", text)
    else:
        try:
            fail(text)
        except RuntimeError:
            log.exception("failed")
    assert HIDDEN in lines.getvalue()
    assert secret not in lines.getvalue()


def test_what_nobody_caught_is_logged_without_its_secrets(lines: io.StringIO) -> None:
    try:
        fail(f"in main with {TOKEN}")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=fail, args=[f"in a thread with {TOKEN}"])
    thread.start()
    thread.join()
    text = lines.getvalue()
    assert text.count("\n") == 2
    assert "in main with" in text
    assert "in a thread with" in text
    assert TOKEN not in text


def test_every_handler_there_is_hides_secrets(lines: io.StringIO) -> None:
    names = ["", *logging.root.manager.loggerDict]
    others = [handler for name in names for handler in logging.getLogger(name).handlers]
    assert {type(handler.formatter).__name__ for handler in others if type(handler) is logging.StreamHandler} == {
        "OneLine"
    }


def test_discord_py_says_nothing_below_info_because_tokens_are_in_its_addresses(
    lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdout", lines)
    set_up_log("DEBUG", [TOKEN])
    log.debug("ours")
    logging.getLogger("discord.http").debug("theirs")
    assert "ours" in lines.getvalue()
    assert "theirs" not in lines.getvalue()


def test_colours_are_for_terminals_only(lines: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    log.error("plain")
    assert "\x1b" not in lines.getvalue()
    monkeypatch.setattr(lines, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", lines)
    set_up_log()
    log.error("coloured")
    assert "\x1b[31mERROR\x1b[0m" in lines.getvalue()
