"""Reads a stranger's backup in a process of its own; run as `python -m services.backup_reader`."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from domain.refusals import Refusal
from media.limits import limit_this_process
from services.backup_reading import Schema, read_backup
from tables.shape import ColumnInfo, ServerTable
from tables.staging import Staging


def as_text(schema: Schema) -> bytes:
    """The schema as the process takes it on its input."""
    return json.dumps(asdict(schema)).encode()


def _schema(text: bytes) -> Schema:
    told = json.loads(text)
    return Schema([_table(one) for one in told["tables"]], told["version"])


def _table(told: dict[str, Any]) -> ServerTable:
    return ServerTable(**told | {"columns": tuple(ColumnInfo(**one) for one in told["columns"])})


def answer(source: Path, guild_id: int, schema: Schema, target: Path) -> dict[str, object]:
    """What was found in `source` and is in `target` now, or the sentence that turns it down."""
    staging = Staging(target)
    try:
        with source.open(encoding="utf-8-sig") as file:
            found = read_backup(file, guild_id, schema, staging)
    except Refusal as refusal:
        return {"refused": str(refusal)}
    finally:
        staging.close()
    return {"created_at": found.created_at.isoformat(), "rows": found.rows}


if __name__ == "__main__":
    limit_this_process(*map(int, sys.argv[4:7]))
    if sys.platform != "win32":
        os.nice(10)  # a show is on: the queue's clicks come first
    told = _schema(sys.stdin.buffer.read())
    json.dump(answer(Path(sys.argv[1]), int(sys.argv[2]), told, Path(sys.argv[3])), sys.stdout)
