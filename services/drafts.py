"""Drafts: what a member wants to submit, and keeping it when it was refused, so that nothing is typed twice."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from domain import song_refusals
from domain.admission import clean_song
from domain.links import read_link
from domain.submissions import Person, Song
from media.link_lookup import LinkLookup
from media.store import Audio
from services.base import Service

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Draft:
    """A song as it was handed in: texts as typed, and the file as it was stored.

    `artist_if_unknown` stands in where neither the member, the file nor the site names an artist; Spotify never does.
    """

    guild_id: int
    member: Person
    artist: str = ""
    title: str = ""
    link: str = ""
    note: str = ""
    handle: str = ""
    wants_skip: bool = False
    artist_if_unknown: str = ""
    file: Audio | None = field(default=None)


class Drafts(Service):
    """Refused drafts of all members."""

    async def keep(self, draft: Draft, writer_id: int) -> int:
        """Stores the draft for a day, for the member who wrote it and may get it back, and returns its id."""
        now = self._clock()
        async with self._database.transaction() as tables:
            await tables.drafts.drop_older(now - KEPT_FOR)
            return await tables.drafts.add(draft.guild_id, writer_id, json.dumps(asdict(draft)), now)

    async def get(self, guild_id: int, draft_id: int, writer_id: int) -> Draft:
        """What this member wrote in this server; refuses a draft of somebody else, or one no longer there."""
        async with self._database.transaction() as tables:
            body = await tables.drafts.get(draft_id, writer_id)
        draft = _draft(body) if body else None
        if draft is None or draft.guild_id != guild_id:
            raise song_refusals.draft_is_gone()
        return draft

    async def drop(self, draft_id: int) -> None:
        """Forgets a draft that was handed in."""
        async with self._database.transaction() as tables:
            await tables.drafts.drop(draft_id)


def _draft(body: str) -> Draft:
    values = json.loads(body)
    values["member"] = Person(**values["member"])
    values["file"] = Audio(**values["file"]) if values["file"] else None
    return Draft(**values)


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
