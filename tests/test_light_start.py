"""The bot starts light: what is heavy and seldom needed is imported when it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
START = (
    "import sys, importlib, pathlib, bot\n"
    "for cog in sorted(pathlib.Path('cogs').glob('[a-z]*.py')): importlib.import_module(f'cogs.{cog.stem}')\n"
    "print(sys.argv[1] in sys.modules)"
)


@pytest.mark.parametrize("heavy", ["TikTokLive", "matplotlib", "av", "mutagen"])
def test_the_start_does_not_import_what_is_heavy(heavy: str) -> None:
    """TikTokLive alone takes two seconds and 65 MB; the others belong to processes of their own."""
    command = [sys.executable, "-c", START, heavy]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - our own
    assert ran.stdout.strip() == "False"
