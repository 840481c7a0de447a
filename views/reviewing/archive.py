"""Looking back: pages of the songs that were played, and of what the staff did. For reviewers only."""

from __future__ import annotations

from collections.abc import Sequence

from discord.ui import ActionRow, Container, LayoutView

from domain.actions import StaffAction
from domain.submissions import Submission
from views.base import Interaction
from views.checks import guild_of, require_reviewer
from views.components import Button
from views.layout import fitting, more, short, text
from views.pages import LAST_PAGE, show_own
from views.reviewing.texts import did
from views.text import ago, short_song_line

MOST_CHARACTERS = 3800  # Discord: all text of a Components V2 message together has 4,000
LONGEST_SUBJECT = 90
LONGEST_REASON = 80
EVERYBODY = 0


class ArchiveButton(Button, prefix="records:archive"):
    """Turns to a page of the archive; carries the page and the member, 0 for everybody."""

    label = "Older"

    async def press(self, interaction: Interaction) -> None:
        await show_archive(interaction, self.arg(0, most=LAST_PAGE), self.arg(1))


class AuditButton(Button, prefix="records:audit"):
    """Turns to a page of the staff's log; carries the page."""

    label = "Older"

    async def press(self, interaction: Interaction) -> None:
        await show_audit(interaction, self.arg(most=LAST_PAGE))


async def show_archive(interaction: Interaction, page: int, member_id: int = EVERYBODY) -> None:
    """Answers a reviewer with a page, from 0, of all songs played, or of one member's."""
    await require_reviewer(interaction)
    records = interaction.client.services.records
    found = await records.archive(guild_of(interaction), page, member_id or None)
    newer = ArchiveButton(max(page - 1, 0), member_id, label="Newer", disabled=page == 0)
    older = ArchiveButton(page + 1, member_id, disabled=not found.has_more)
    whose = f" of <@{member_id}>" if member_id else ""
    rows = [_played(song) for song in found.songs]
    await show_own(interaction, _page(f"## 📼 Songs played{whose}", page, rows, [newer, older]))


async def show_audit(interaction: Interaction, page: int) -> None:
    """Answers a reviewer with a page, from 0, of who did what to which song when."""
    await require_reviewer(interaction)
    found = await interaction.client.services.records.audit(guild_of(interaction), page)
    newer = AuditButton(max(page - 1, 0), label="Newer", disabled=page == 0)
    older = AuditButton(page + 1, disabled=not found.has_more)
    rows = [_action(action) for action in found.actions]
    await show_own(interaction, _page("## 📋 What the staff did", page, rows, [newer, older]))


def _page(title: str, page: int, rows: Sequence[str], buttons: Sequence[Button]) -> LayoutView:
    shown = fitting(rows, MOST_CHARACTERS) or ["Nothing here."]
    layout = LayoutView(timeout=None)
    block = text(title, f"-# page {page + 1}, newest first", *shown, *more(len(rows) - len(shown)))
    layout.add_item(Container(block, ActionRow(*buttons)))
    return layout


def _played(song: Submission) -> str:
    line = song.line.label if song.line else ""
    at = f" · {ago(song.ended_at)}" if song.ended_at else ""
    return f"{short_song_line(song)} by {short(song.member.name)} · {line}{at}"


def _action(action: StaffAction) -> str:
    words = did(action.kind, short(action.subject, LONGEST_SUBJECT))
    reason = f" · “{short(action.reason, LONGEST_REASON)}”" if action.reason else ""
    text = f"{ago(action.made_at)} {short(action.doer.name)} {words}{reason}"
    if action.undone_at is None:
        return text
    return f"~~{text}~~ · undone by {short(action.undone_by or '')} {ago(action.undone_at)}"
