"""What the bot does again and again, such as backups and clean-ups: whether the last round of each went well."""

from __future__ import annotations

from doctor.line import Line
from domain.rounds import Rounds


def rounds_line(rounds: Rounds) -> Line:
    """One line for all of them; names the one that fails, and what it meets."""
    if not rounds.failing:
        return Line("rounds", "all that the bot does again and again went well.")
    name, error = next(iter(rounds.failing.items()))
    return Line("rounds", f"{name} fails: {error}.", "It is tried again by itself; its owner finds more in the log.")
