"""The full table of a post-live report as a CSV file that opens in Excel, and does nothing there but show."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from domain.text import clean_line
from tables.live import COUNTS, Attendance
from views.report_table import Names

MOST_ROWS = 40_000  # under Discord's 10 MiB for a file, however long the names are
LONGEST_NAME = 50
HEADING = ("handle", "member", "mention", "watched_seconds_estimate", *COUNTS)
# What makes a cell a formula in Excel, LibreOffice and Google Sheets; the wide forms do it in East Asian versions.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_file(accounts: Sequence[Attendance], names: Names) -> bytes:
    """All accounts in their order. Excel reads UTF-8 only where a byte order mark says so."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADING)
    for one in accounts[:MOST_ROWS]:
        name = names.get(one.member_id or 0, "")
        mention = f"<@{one.member_id}>" if one.member_id else ""  # Excel would round a bare id
        numbers = (int(one.watched.total_seconds()), *(getattr(one, count) for count in COUNTS))
        writer.writerow([harmless(one.handle), harmless(name), mention, *numbers])
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """`text` as a cell that no program takes for a formula."""
    cell = clean_line(text, LONGEST_NAME)
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
