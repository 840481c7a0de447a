"""The demo, as somebody runs it who has just got the project."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path

from standins.bot_process import HOME

NOT_KEPT = shutil.ignore_patterns(
    ".git", ".venv", ".env", "data", "backups", "demo-out", "__pycache__", ".*_cache", ".hypothesis"
)
PATIENCE_SECONDS = 240  # a minute on a computer that has nothing else to do
ACTS = ("submits by", "on the LIVE", "presses Next and reads", "is killed", "starts again as process", "coins counted")


async def test_the_demo_plays_a_whole_evening_in_a_fresh_folder_without_any_account(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    shutil.copytree(HOME, fresh, ignore=NOT_KEPT)
    demo = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "demo.evening",
        cwd=fresh,
        env={"PATH": os.defpath, "PYTHONUTF8": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    async with asyncio.timeout(PATIENCE_SECONDS):
        printed = (await demo.communicate())[0].decode()
    assert demo.returncode == 0, printed
    assert [act for act in ACTS if act not in printed] == []
    assert printed.count("presses Next and reads") == 2
    assert sorted(path.name for path in fresh.iterdir() if path.is_dir() and path.name in {"data", "backups"}) == []
