"""The names of members by their ids; nobody is kept in memory, so Discord is asked."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from domain.live_sessions import LiveSession
from guild.client import NO_PINGS
from services.container import Services
from services.reports import Report
from views.base import person_of
from views.report.summary import chart_described, summary
from views.report.table import MOST_CSV_ROWS, Names, ReportTables, csv_file, tables_of

log = logging.getLogger(__name__)

AT_ONCE = 100  # Discord: ids in one question over the gateway, which needs no intent for members asked by id
MOST = 1_000


async def member_names(guild: discord.Guild, member_ids: Iterable[int]) -> dict[int, str]:
    """What the first thousand of these members are called in the server; those who left have no name here."""
    wanted = list(dict.fromkeys(member_ids))[:MOST]
    found: dict[int, str] = {}
    for start in range(0, len(wanted), AT_ONCE):
        try:
            members = await guild.query_members(user_ids=wanted[start : start + AT_ONCE], limit=AT_ONCE, cache=False)
        except (TimeoutError, OSError, discord.ConnectionClosed) as failure:
            log.warning("server %d: the names of members did not come: %s", guild.id, failure)
            break
        found |= {member.id: person_of(member).name for member in members}
    return found


@dataclass(frozen=True)
class Attachment:
    """A file of a part; `described` is what is read to those who cannot see it."""

    name: str
    content: bytes
    described: str


@dataclass(frozen=True)
class Part:
    """One message of a report; by its footer it is found again."""

    session_id: int
    number: int
    content: str
    embed: discord.Embed
    files: Sequence[Attachment] = ()

    @property
    def footer(self) -> str:
        """What stands below the message."""
        return f"session {self.session_id}, part {self.number}"

    def message(self) -> dict[str, Any]:
        """What `send` takes, made anew: a file of discord.py is read once."""
        files = [
            discord.File(io.BytesIO(one.content), filename=one.name, description=one.described) for one in self.files
        ]
        embed = self.embed.copy().set_footer(text=self.footer)
        return {"content": self.content or None, "embed": embed, "files": files, "allowed_mentions": NO_PINGS}


async def parts_of(guild: discord.Guild, services: Services, session: LiveSession) -> list[Part]:
    """The whole report of a closed session; takes some seconds."""
    report = await services.reports.read(session)
    names = await member_names(guild, [one.member_id for one in report.accounts if one.member_id is not None])
    chart = await services.reports.draw(report)
    return await asyncio.to_thread(report_parts, report, names, chart)  # thousands of rows take their time


def report_parts(report: Report, names: Names, chart: bytes | None) -> list[Part]:
    """The messages of a report; `chart` is the picture, if there is one."""
    session_id = report.session.session_id
    tables = tables_of(report.accounts, names)
    first = Part(session_id, 1, "", summary(report), list(_files(report, names, chart)))
    texts = [*tables.blocks[:-1], f"{tables.blocks[-1]}\n{_note(report, tables)}"] if tables.blocks else []
    return [first, *(Part(session_id, number, text, discord.Embed()) for number, text in enumerate(texts, start=2))]


def _files(report: Report, names: Names, chart: bytes | None) -> Iterator[Attachment]:
    stem = f"session-{report.session.session_id}"
    if chart:
        yield Attachment(f"{stem}.png", chart, chart_described(report))
    if report.accounts:
        yield Attachment(f"{stem}.csv", csv_file(report.accounts, names), "The full table, for a spreadsheet")


def _note(report: Report, tables: ReportTables) -> str:
    """What stands below the last table."""
    lines = [
        "-# Time is an estimate: the gaps, up to 5 minutes, between what a viewer did. 12k is 12 thousand and more; "
        "the file has all numbers whole."
    ]
    if tables.accounts < len(report.accounts):
        in_file = "All" if len(report.accounts) <= MOST_CSV_ROWS else f"The first {MOST_CSV_ROWS:,}"
        lines.append(
            f"-# Here are {tables.accounts:,} of {len(report.accounts):,} accounts. {in_file} are in the file."
        )
    return "\n".join(lines)
