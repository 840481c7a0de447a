"""What the process is asked to do: run the bot, or one thing from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """`command` is None to run the bot; wrong words end the process with 2 and a usage line, as everywhere."""
    parser = argparse.ArgumentParser(prog="python bot.py", description="Runs the bot, until it is told to stop.")
    commands = parser.add_subparsers(dest="command", title="or one of these")
    commands.add_parser("doctor", help="look at everything; a line each, and exit code 1 when one is red")
    return parser.parse_args(words)
