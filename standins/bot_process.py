"""The bot under test: `bot.py` in a process of its own, started, stopped and killed from outside."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
# Empty values keep the owner's own .env out of a show on the sandbox: the bot lets the environment win over it.
OF_THE_OWNER = (
    "GUILD_ID",
    "LOG_LEVEL",
    "MEDIA_QUOTA_GB",
    "MEDIA_KEEP_DAYS",
    "OEMBED_BASE",
    "SIGN_API_KEY",
    "SIGN_API_URL",
    "TIKTOK_URL",
)
NOTHING_OF_THE_OWNERS = dict.fromkeys((*OF_THE_OWNER, "TIKTOK_WEBCAST_URL", "OVERLAY_HOST", "OVERLAY_PORT"), "")


class BotProcess:
    """One bot over one data folder; what it logs is added to `log`."""

    def __init__(self, variables: Mapping[str, str], data_dir: Path, log: Path) -> None:
        self.data_dir = data_dir
        self.variables = {
            "PATH": os.defpath,
            "PYTHONUTF8": "1",
            **NOTHING_OF_THE_OWNERS,
            "DATA_DIR": str(data_dir),
            "BACKUP_DIR": str(data_dir.with_name("backups")),
            **variables,
        }
        self._log = log
        self._starts = data_dir / "starts.json"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """The id of the running process; raises LookupError when there is none."""
        if self._process is None:
            raise LookupError("the bot was not started")
        return self._process.pid

    async def start(self) -> int:
        """Starts the process and returns its id."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, str(HOME / "bot.py"), env=self.variables, cwd=HOME, stdout=log, stderr=log
            )
        return self.pid

    async def ended(self) -> int:
        """Waits until the process ends by itself; returns the exit code."""
        return await self._process.wait() if self._process else 0

    async def kill(self) -> None:
        """SIGKILL: the process gets no chance to tidy up. A bot that is killed often would take it for a crash loop."""
        await self._end(signal.SIGKILL)
        self._starts.unlink(missing_ok=True)

    async def stop(self) -> int:
        """SIGTERM, as supervisors send it; returns the exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        if self._process is None:
            return 0
        if self._process.returncode is None:
            self._process.send_signal(how)
        return await self._process.wait()
