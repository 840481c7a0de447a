"""The songs in a chat message: its audio files, or else its link."""

from __future__ import annotations

import discord

from domain.links import find_link
from domain.submissions import Person
from services.drafts import Draft
from views.offers import Offer

_AUDIO_ENDINGS = (".mp3", ".wav", ".m4a", ".flac")


def songs_in(message: discord.Message, guild_id: int, member: Person) -> list[Offer]:
    """One offer for each audio file, the first with the message's link; the link alone where there is no such file.

    Any other file counts only where there is nothing else, so that its member reads why it is no song.
    """
    link = find_link(message.content) or ""
    files = [file for file in message.attachments if _looks_like_audio(file)]
    if not files and not link:
        files = message.attachments[:1]
    offers = [_offer(guild_id, member, "" if place else link, file) for place, file in enumerate(files)]
    return offers or ([_offer(guild_id, member, link)] if link else [])


def _offer(guild_id: int, member: Person, link: str, file: discord.Attachment | None = None) -> Offer:
    draft = Draft(guild_id, member, link=link, artist_if_unknown=member.name)
    return Offer(draft, member.member_id, attachment=file, names_from_file=True)


def _looks_like_audio(file: discord.Attachment) -> bool:
    return (file.content_type or "").startswith("audio/") or file.filename.lower().endswith(_AUDIO_ENDINGS)
