"""Files: what a member uploads, and the attachment that Discord makes of it."""

from __future__ import annotations

import mimetypes
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from standins.discord.wire import Json

Data: TypeAlias = bytes

MIB = 1024 * 1024
DEFAULT_UPLOAD_LIMIT = 10 * MIB
NITRO_UPLOAD_LIMIT = 500 * MIB
MOST_FILES = 10
_AUDIO = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".wav": "audio/x-wav",
    ".flac": "audio/x-flac",
    ".ogg": "audio/ogg",
    ".opus": "audio/opus",
}
_NOT_STORED = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True)
class Upload:
    """A file on somebody's disk, about to be uploaded."""

    name: str
    data: Data
    content_type: str | None = None

    def guessed_type(self) -> str | None:
        """The content type: as given, else by the ending of the name, as Discord guesses it."""
        suffix = PurePath(self.name).suffix.lower()
        return self.content_type or _AUDIO.get(suffix) or mimetypes.guess_type(self.name)[0]


@dataclass(eq=False)
class Attachment:
    """A stored file of a message or an interaction."""

    id: int
    name: str
    bytes: Data
    content_type: str | None
    folder: str
    title: str | None = None
    description: str | None = None
    ephemeral: bool = False
    url: str = ""

    @property
    def size(self) -> int:
        """The size in bytes."""
        return len(self.bytes)

    @property
    def is_audio(self) -> bool:
        """Whether Discord plays it: by its ending, as the client does."""
        return PurePath(self.name).suffix.lower() in _AUDIO

    def payload(self, url: str) -> Json:
        """The attachment object, with a freshly signed URL."""
        body: Json = {
            "id": str(self.id),
            "filename": self.name,
            "size": self.size,
            "url": url,
            "proxy_url": url,
            "content_scan_version": 0,
        }
        optional = {"title": self.title, "description": self.description, "content_type": self.content_type}
        body |= {key: value for key, value in optional.items() if value}
        return body | {"ephemeral": True} if self.ephemeral else body


def stored_name(name: str) -> tuple[str, str | None]:
    """The name that Discord stores and, if that differs, the title that keeps the old one without ending."""
    # Discord: spaces become underscores and other characters are dropped from the stored name.
    kept = _NOT_STORED.sub("", name.replace(" ", "_")).lstrip(".")
    if not PurePath(kept).stem or kept.startswith("."):
        kept = f"unknown{PurePath(name).suffix if kept else ''}"
    return kept, (None if kept == name else PurePath(name).stem)
