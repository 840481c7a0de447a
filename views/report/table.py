"""The table of a post-live report: aligned whatever the names are made of, and narrow, because phones show it too."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from wcwidth import iter_graphemes, ljust, rjust, width

from domain.live_sessions import COUNTS, Attendance
from domain.text import clean_line

LONGEST_TABLE = 1_700  # Discord: a message has at most 2,000 characters; the rest is for what is said around it
MOST_TABLES = 5
MOST_TABLE_ROWS = 250  # more than five tables can hold
LONGEST_NUMBER, LONGEST_COINS = 5, 7
MARK = "\u200e"  # left-to-right mark
RIGHT_TO_LEFT = {"R", "AL", "AN"}

Names = Mapping[int, str]


@dataclass(frozen=True)
class TableColumn:
    """A column of at most `most` characters of usual width; numbers stand at the right."""

    title: str
    most: int
    cell: Callable[[Attendance, Names], str]
    is_number: bool = True


COLUMNS = (
    TableColumn("Handle", 14, lambda one, _: one.handle or "(no name)", is_number=False),
    TableColumn("Member", 10, lambda one, names: member_name(one, names), is_number=False),
    TableColumn("Time", 4, lambda one, _: watch_time(one)),
    TableColumn("Likes", LONGEST_NUMBER, lambda one, _: short(one.likes)),
    TableColumn("Com", LONGEST_NUMBER, lambda one, _: short(one.comments)),
    TableColumn("Shr", LONGEST_NUMBER, lambda one, _: short(one.shares)),
    TableColumn("Gift", LONGEST_NUMBER, lambda one, _: short(one.gifts)),
    TableColumn("Coins", LONGEST_COINS, lambda one, _: short(one.coins, LONGEST_COINS)),
)


@dataclass(frozen=True)
class ReportTables:
    """The code blocks, and how many accounts are in them."""

    blocks: list[str]
    accounts: int


def tables_of(accounts: Sequence[Attendance], names: Names) -> ReportTables:
    """The accounts in their order, in as few blocks as Discord allows and at most five; the rest is left out."""
    rows = [[fitted(column.cell(one, names), column.most) for column in COLUMNS] for one in accounts[:MOST_TABLE_ROWS]]
    widths = [max(width(cell) for cell in cells) for cells in zip([one.title for one in COLUMNS], *rows, strict=True)]
    heading = _line([column.title for column in COLUMNS], widths)
    pages = list(_pages([_line(row, widths) for row in rows], LONGEST_TABLE - _units(heading)))[:MOST_TABLES]
    blocks = ["\n".join(["```", heading, *page, "```"]) for page in pages]
    return ReportTables(blocks, sum(len(page) for page in pages))


def _pages(lines: Sequence[str], room: int) -> Iterator[list[str]]:
    page: list[str] = []
    left = room
    for line in lines:
        size = _units(line) + 1
        if page and size > left:
            yield page
            page, left = [], room
        page.append(line)
        left -= size
    if page:
        yield page


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        rjust(cell, room) if column.is_number else _one_way(ljust(cell, room))
        for column, cell, room in zip(COLUMNS, cells, widths, strict=True)
    )
    return " ".join(padded).rstrip()


def _one_way(cell: str) -> str:
    """Keeps Hebrew or Arabic inside its cell: without the marks, the numbers beside it would change places."""
    if any(unicodedata.bidirectional(char) in RIGHT_TO_LEFT for char in cell):
        return f"{MARK}{cell}{MARK}"
    return cell


def fitted(text: str, most: int) -> str:
    """`text` in at most `most` columns, cut with … between whole characters, and unable to end the code block."""
    text = clean_line(text, most * 4).replace("`", "'")
    if width(text) <= most:
        return text
    kept = ""
    for grapheme in iter_graphemes(text):
        if width(kept + grapheme) > most - 1:
            break
        kept += grapheme
    return f"{kept}…"


def member_name(one: Attendance, names: Names) -> str:
    """The name of the linked member; "linked" where the member has left the server, nothing without a link."""
    return "" if one.member_id is None else names.get(one.member_id, "linked")


def watch_time(one: Attendance) -> str:
    """`5m` or `3h59`."""
    hours, minutes = divmod(int(one.watched.total_seconds()) // 60, 60)
    return f"{hours}h{minutes:02}" if hours else f"{minutes}m"


def short(number: int, most: int = LONGEST_NUMBER) -> str:
    """A number in at most `most` characters: a longer one is cut to thousands (k), millions (M) or so."""
    texts = (f"{number // size}{unit}" for size, unit in ((1, ""), (1_000, "k"), (1_000_000, "M"), (10**9, "G")))
    return next((text for text in texts if len(text) <= most), "lots")


def _units(text: str) -> int:
    """How long Discord's clients count the text."""
    return len(text.encode("utf-16-le")) // 2


MOST_CSV_ROWS = 40_000  # under Discord's 10 MiB for a file, however long the names are
LONGEST_NAME = 50
HEADING = ("handle", "member", "mention", "watched_seconds_estimate", *COUNTS)
# What makes a cell a formula in Excel, LibreOffice and Google Sheets; the wide forms do it in East Asian versions.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_file(accounts: Sequence[Attendance], names: Names) -> bytes:
    """All accounts in their order. Excel reads UTF-8 only where a byte order mark says so."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADING)
    for one in accounts[:MOST_CSV_ROWS]:
        name = names.get(one.member_id or 0, "")
        mention = f"<@{one.member_id}>" if one.member_id else ""  # Excel would round a bare id
        numbers = (int(one.watched.total_seconds()), *(getattr(one, count) for count in COUNTS))
        writer.writerow([harmless(one.handle), harmless(name), mention, *numbers])
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """`text` as a cell that no program takes for a formula."""
    cell = clean_line(text, LONGEST_NAME)
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
