"""A song on its way in: what was typed, the file that came with it, and whom it is from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import discord

from domain.links import find_link
from domain.submissions import Person
from domain.text import names_in
from media.receiving import download
from media.store import Upload
from services.container import Services
from services.drafts import Draft


@dataclass(frozen=True)
class SongUpload:
    """A draft with what a command, a form or a message adds to it.

    `number` is the song that it changes (None: a new one), `draft_id` the kept draft that it mends, `file_here` the
    name of a file that was received before. With `names_from_file`, names that are missing come from the file's name.
    """

    draft: Draft
    writer_id: int
    attachment: discord.Attachment | None = None
    number: int | None = None
    draft_id: int | None = None
    file_here: str = ""
    names_from_file: bool = False

    @property
    def for_oneself(self) -> bool:
        """False where a reviewer hands in a song of somebody else."""
        return self.draft.member.member_id == self.writer_id


async def with_file(services: Services, offer: SongUpload) -> Draft:
    """The draft with its file, stored at once. Raises a Refusal for a file that is no song, or not wanted anyway.

    Discord: what came with a form or a command is an ephemeral attachment that may be gone soon after.
    """
    if offer.attachment is None:
        return offer.draft
    await services.submissions.check_before_file(offer.draft, offer.number)
    audio = await services.submissions.keep_file(offer.draft.guild_id, _upload(offer.attachment, offer.writer_id))
    draft = replace(offer.draft, file=audio)
    if not offer.names_from_file:
        return draft
    artist, title = names_in(offer.attachment.filename)
    return replace(draft, artist=audio.artist or artist, title=audio.title or title)


def _upload(attachment: discord.Attachment, sender_id: int) -> Upload:
    return Upload(attachment.filename, attachment.size, lambda: download(attachment.url), sender_id)


_AUDIO_ENDINGS = (".mp3", ".wav", ".m4a", ".flac")


def songs_in_message(message: discord.Message, guild_id: int, member: Person) -> list[SongUpload]:
    """One offer for each audio file, the first with the message's link; the link alone where there is no such file.

    Any other file counts only where there is nothing else, so that its member reads why it is no song.
    """
    link = find_link(message.content) or ""
    files = [file for file in message.attachments if _looks_like_audio(file)]
    if not files and not link:
        files = message.attachments[:1]
    offers = [_offer(guild_id, member, "" if place else link, file) for place, file in enumerate(files)]
    return offers or ([_offer(guild_id, member, link)] if link else [])


def _offer(guild_id: int, member: Person, link: str, file: discord.Attachment | None = None) -> SongUpload:
    draft = Draft(guild_id, member, link=link, artist_if_unknown=member.name)
    return SongUpload(draft, member.member_id, attachment=file, names_from_file=True)


def _looks_like_audio(file: discord.Attachment) -> bool:
    return (file.content_type or "").startswith("audio/") or file.filename.lower().endswith(_AUDIO_ENDINGS)
