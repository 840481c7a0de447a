"""What the name of a file says about the song in it."""

from __future__ import annotations

import re

from domain.text import clean_line

_DASH = re.compile(r"\s+[-–—]+\s+")
_LONGEST = 200


def names_in(file_name: str) -> tuple[str, str]:
    """Artist and title of a file called `Artist - Title.mp3`; no artist where there is no dash between two names.

    Discord: blanks in the name of an uploaded file become underscores.
    """
    stem = file_name.rpartition(".")[0] or file_name
    parts = _DASH.split(clean_line(stem.replace("_", " "), _LONGEST), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else ("", parts[-1])
