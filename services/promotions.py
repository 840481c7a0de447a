"""Promotion: coins that viewers gave move their songs up, and come back when a song is taken out (rule 10)."""

from __future__ import annotations

from datetime import datetime

from domain.actions import ActionKind
from domain.promotion import promotion, spend, target
from domain.submissions import Person, Submission
from services.base import change_song, holders_of, moved, tell_member
from tables import Tables

BY_GIFTS = Person(0, "TikTok gifts")


async def promote(
    tables: Tables, guild_id: int, member_id: int, now: datetime, doer: Person = BY_GIFTS
) -> Submission | None:
    """Spends the member's credit on their best active song, if it lifts it to a higher line; gives the song so moved.

    Runs after every gift, link and submission, inside the same transaction; what is not spent stays credit.
    """
    holders = await holders_of(tables, guild_id, member_id)
    lots = await tables.credit.lots(guild_id, holders, now)
    songs = await tables.submissions.active_of(guild_id, member_id) if lots else []
    settings = await tables.guilds.settings(guild_id)
    song = target(songs, settings)
    if song is None:
        return None
    paid = await tables.credit.spent_on(song.submission_id)
    step = promotion(song.line, paid, sum(lot.coins_left for lot in lots), settings)
    if step is None:
        return None
    subject = f"{song.label} to {step.line.label} for {step.cost:,} coins"
    action = await tables.actions.add(guild_id, ActionKind.PROMOTE, doer, now, subject)
    new = moved(song, step.line, now)
    await change_song(tables, action, song, new)
    await tables.credit.spend(guild_id, song.submission_id, spend(lots, step.cost, now), action)
    await tell_member(tables, song, f"moved up to {step.line.label}. {step.cost:,} coins were spent on it.", now)
    return new
