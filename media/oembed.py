"""Artist, title and artwork out of the oEmbed answers of the sites, each of which words them in its own way."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXT_LENGTH = 100
_LONGEST_URL = 512
_DASH = re.compile(r"\s+[-–—]\s+")
_TOPIC = re.compile(r" - Topic$|VEVO$")  # YouTube: channels named after an artist by YouTube or by Vevo


@dataclass(frozen=True)
class SongInfo:
    """What a site says about a link; each part may be missing. `artwork_url` is https, at most 512 characters."""

    artist: str | None
    title: str | None
    artwork_url: str | None


def read_oembed(provider: str, body: bytes) -> SongInfo | None:
    """The song that `provider` described in `body`; None unless that is a JSON object with a title in it."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(answer, dict):
        return None
    title, author = _text(answer, "title"), _text(answer, "author_name")
    if not title:
        return None
    artist, title = _SPLITS.get(provider, _as_they_are)(title, author)
    return SongInfo(artist or None, title, _artwork(answer))


def _as_they_are(title: str, author: str) -> tuple[str, str]:
    return author, title


def _soundcloud(title: str, author: str) -> tuple[str, str]:
    return author, title.removesuffix(f" by {author}") if author else title


def _youtube(title: str, author: str) -> tuple[str, str]:
    """A channel made for an artist has bare titles; anyone else's are mostly "artist - title"."""
    parts = _DASH.split(title, maxsplit=1)
    if author.endswith(" - Topic") or len(parts) == 1 or not all(parts):
        return _TOPIC.sub("", author), title
    return parts[0], parts[1]


_SPLITS = {"SoundCloud": _soundcloud, "YouTube": _youtube}


def _text(answer: Mapping[str, object], name: str) -> str:
    value = answer.get(name)
    return clean_line(value, _TEXT_LENGTH) if isinstance(value, str) else ""


def _artwork(answer: Mapping[str, object]) -> str | None:
    url = answer.get("thumbnail_url")
    if not isinstance(url, str) or len(url) > _LONGEST_URL:
        return None
    return url if re.fullmatch(r"https://[!-~]+", url) else None
