"""What an answer tells the one who reads it: it is done, nothing changed, or nothing at all."""

from __future__ import annotations

from enum import StrEnum

from standins.discord import NO_ANSWER

UNCHANGED_WORDS = ("nothing changed", "try again", "something went wrong")
GAVE_UP = "There is nothing to go on with. Nothing changed."  # a step on the way was refused, so the last was not taken


class Heard(StrEnum):
    """What a member takes an answer for."""

    DONE = "done"
    UNCHANGED = "nothing changed"
    NOTHING = "no answer"


def heard(text: str) -> Heard:
    """What the words say; they are those that every refusal and every bug is told with."""
    if text in {"", NO_ANSWER}:
        return Heard.NOTHING
    said = text.lower()
    return Heard.UNCHANGED if any(words in said for words in UNCHANGED_WORDS) else Heard.DONE
