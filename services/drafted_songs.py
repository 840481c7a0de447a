"""What a draft is as a song: its link read, resolved and looked up, its names filled from the file or the site."""

from __future__ import annotations

from collections.abc import Collection

from domain.admission import clean_song
from domain.links import read_link
from domain.submissions import Song
from media.lookup import LinkLookup
from media.store import Audio
from services.drafts import Draft


async def song_of(draft: Draft, allowed_hosts: Collection[str], lookup: LinkLookup) -> Song:
    """The draft as a song. Refuses its link by rule 7, and a song without names or anything to play."""
    link = await lookup.resolve(read_link(draft.link, allowed_hosts)) if draft.link else None
    info = await lookup.describe(link) if link else None
    file = draft.file
    known_artist = (file and file.artist) or (info and info.artist) or draft.artist_if_unknown
    return clean_song(
        Song(
            artist=draft.artist.strip() or known_artist,
            title=draft.title.strip() or (file and file.title) or (info and info.title) or "",
            link=link.url if link else None,
            file_hash=file.file_hash if file else None,
            file_name=file.file_name if file else None,
            duration_seconds=file.duration_seconds if file else None,
            note=draft.note,
            artwork_url=info.artwork_url if info else None,
        )
    )


def file_of(song: Song) -> Audio | None:
    """The file that a stored song has, as a draft carries it; its size and tags are not needed again."""
    if song.file_hash is None:
        return None
    name = song.file_name or "song"
    duration = song.duration_seconds or 0.0
    return Audio(song.file_hash, name, 0, name.rpartition(".")[2], duration, artist=None, title=None)
