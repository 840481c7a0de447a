"""What the summary of a post-live report says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import discord

from domain.live_events import EndReason
from domain.retention import SESSION_DAYS
from services.reports import Report
from views.text import plain, short_song_line

LONGEST = 4_000  # Discord: the description of an embed has at most 4,096 characters
LONGEST_ALT_TEXT = 1_000  # Discord: 1,024
REASONS = {
    EndReason.USER_INITIATED: "staff stopped following it",
    EndReason.LIVE_END: "the creator ended it",
    EndReason.UNEXPECTED: "the connection was lost for too long",
}


def summary(report: Report) -> discord.Embed:
    """The numbers of the session; counted from events, so that spent or reset points change nothing here."""
    lines = [*_when(report), *_audience(report), *_deeds(report), *_losses(report)]
    lines.append("-# Counted from what happened on the LIVE; balances of points are another thing.")
    songs = _songs(report, LONGEST - len("\n".join(lines)))
    title = f"📊 LIVE of @{report.session.creator}"
    return discord.Embed(title=plain(title)[:256], description="\n".join([*lines, *songs]))


def chart_described(report: Report) -> str:
    """The chart in words, for those who cannot see it."""
    at = max(report.counts, key=lambda one: one.viewers).at if report.counts else report.session.opened_at
    totals = report.totals
    text = (
        f"Viewers over {_span(report.duration)}: {totals.average:,.0f} on average, {totals.peak:,} at most, "
        f"{_span(at - report.session.opened_at)} after the start. Coins add up to {totals.coins:,}."
    )
    starts = (f"#{one.song.number} after {_span(one.started_at - report.session.opened_at)}" for one in report.songs)
    songs = ", ".join(starts)
    return (f"{text} Songs played: {songs}." if songs else text)[:LONGEST_ALT_TEXT]


def _when(report: Report) -> Iterator[str]:
    session = report.session
    yield f"🕒 {_at(session.opened_at, 'f')} to {_at(report.ended_at, 't')}, {_span(report.duration)}"
    if session.end_reason:
        yield f"🏁 Over: {REASONS[session.end_reason]} (`{session.end_reason}`)"


def _audience(report: Report) -> Iterator[str]:
    totals = report.totals
    if totals.peak or report.counts:
        yield f"👀 Viewers: {totals.peak:,} at most, {totals.average:,.0f} on average"
        yield f"🚶 Visits: at least {totals.visitors:,}"
    yield f"👤 Accounts: {totals.accounts:,}, {totals.linked:,} linked and {totals.accounts - totals.linked:,} not"
    if report.kept:
        yield f"🗂️ Over for more than {SESSION_DAYS} days: only these sums are kept, not what each account did"


def _deeds(report: Report) -> Iterator[str]:
    totals = report.totals
    yield f"❤️ Likes: at least {totals.likes:,} (TikTok does not send them all)"
    yield f"💬 Comments: {totals.comments:,} · 🔁 Shares: {totals.shares:,}"
    yield f"➕ Follows: {totals.follows:,} · ⭐ Subscriptions: {totals.subscriptions:,} · 🚪 Joins: {totals.joins:,}"
    yield f"🎁 Gifts: {totals.gifts:,} · 🪙 Coins: **{totals.coins:,}**"
    if totals.guest_coins:
        yield f"🤝 To guests, not counted as points: {totals.guest_coins:,} coins"


def _losses(report: Report) -> Iterator[str]:
    session = report.session
    yield f"⚠️ Could not be read: {session.unreadable:,} · left out while busy: {session.shed:,} joins"


def _songs(report: Report, room: int) -> list[str]:
    """The songs with their times, as many as there is room for."""
    lines = [f"🎵 **Songs played: {len(report.songs):,}**"]
    for number, played in enumerate(report.songs):
        more = f"… and {len(report.songs) - number:,} more: /archive has them all"
        line = f"{_at(played.started_at, 't')} {short_song_line(played.song)}"
        if len("\n".join([*lines, line, more])) > room:
            return [*lines, more]
        lines.append(line)
    return lines


def _at(at: datetime, style: discord.utils.TimestampStyle) -> str:
    return discord.utils.format_dt(at, style)


def _span(span: timedelta) -> str:
    hours, minutes = divmod(max(0, int(span.total_seconds())) // 60, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
