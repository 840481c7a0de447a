"""A JSON text read piece by piece, so that neither its size nor its depth takes memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.decoder import WHITESPACE  # type: ignore[attr-defined]  # typeshed leaves it out
from typing import Any, TextIO

LONGEST = 256 * 1024  # characters of one value that is read whole: a row has at most a few texts of 10,000
PIECE = 1024 * 1024
_DECODER = json.JSONDecoder()


class BrokenJsonError(Exception):
    """The text is cut short, is no JSON, or has a value in it that is too big to be read whole."""


class JsonStream:
    """Reads forward only; whoever asks for keys or entries reads each value before the next one."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._ended = False

    def next_char(self) -> str:
        """The first character of what comes next; empty at the end."""
        while True:
            if not self._ended and len(self._text) - self._at < LONGEST:
                self._read_on()
            self._at = WHITESPACE.match(self._text, self._at).end()
            if self._at < len(self._text) or self._ended:
                return self._text[self._at : self._at + 1]

    def value(self) -> Any:  # noqa: ANN401  # as the json module types it
        """The value that comes next, whole."""
        self.next_char()
        try:
            value, self._at = _DECODER.raw_decode(self._text, self._at)
        except (ValueError, RecursionError) as error:  # also a number of thousands of digits
            raise BrokenJsonError from error
        return value

    def members(self) -> Iterator[str]:
        """The keys of the members of the object that comes next."""
        for _ in self._listed("{", "}"):
            key = self.value()
            if not isinstance(key, str):
                raise BrokenJsonError
            self._take(":")
            yield key

    def entries(self) -> Iterator[Any]:
        """The entries of the list that comes next, each whole."""
        for _ in self._listed("[", "]"):
            yield self.value()

    def end(self) -> None:
        """Refuses what stands behind the whole."""
        if self.next_char():
            raise BrokenJsonError

    def _listed(self, opening: str, closing: str) -> Iterator[None]:
        self._take(opening)
        if self._took(closing):
            return
        yield
        while not self._took(closing):
            self._take(",")
            yield

    def _take(self, char: str) -> None:
        if not self._took(char):
            raise BrokenJsonError

    def _took(self, char: str) -> bool:
        found = self.next_char() == char
        self._at += found
        return found

    def _read_on(self) -> None:
        try:
            piece = self._file.read(PIECE)
        except UnicodeDecodeError as error:
            raise BrokenJsonError from error
        self._text, self._at, self._ended = self._text[self._at :] + piece, 0, not piece
