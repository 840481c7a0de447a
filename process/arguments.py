"""What the process is asked to do: run the bot, or one thing from the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from domain.home import VERSION


def read_arguments(words: Sequence[str]) -> argparse.Namespace:
    """`command` is None to run the bot; wrong words end the process with 2 and a usage line, as everywhere."""
    parser = argparse.ArgumentParser(prog="python bot.py", description="Runs the bot, until it is told to stop.")
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(dest="command", title="or one of these")
    commands.add_parser("doctor", help="look at everything; a line each, and exit code 1 when one is red")
    commands.add_parser("backup", help="make a full copy of the database, also while the bot runs")
    restore = commands.add_parser("restore", help="put a full copy in place of the database; stop the bot first")
    restore.add_argument("file", type=Path, metavar="FILE", help="a .db file, or the name of one among the backups")
    return parser.parse_args(words)
