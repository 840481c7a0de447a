"""Names that people typed, made safe to keep: handles, hosts, files."""

from __future__ import annotations

import re

from domain import media_refusals
from domain.clean import clean_line as clean_line

_LONGEST_HANDLE_TYPED = 500  # a copied profile address carries tracking
# A name has more than full stops in it, and only an address goes on after it.
_HANDLE = re.compile(
    r"((?:https?://)?(?:www\.|m\.)?tiktok\.com/)?@?(?=\.*[a-z0-9_])([a-z0-9_.]{2,24})(?(1)(?:[/?#].*)?)", re.I | re.A
)
_UNSAFE_IN_FILE_NAMES = re.compile(r'[<>:"|?*`@#&%$]+')


def normalise_handle(text: str) -> str:
    """The TikTok handle in `text` (a name, an @name or the address of a profile): no @, lower case.

    Raises a Refusal for anything that is not 2 to 24 letters, digits, underscores and full stops.
    """
    found = _HANDLE.fullmatch(text.strip()) if len(text) <= _LONGEST_HANDLE_TYPED else None
    if found is None:
        raise media_refusals.handle_not_valid()
    return found[2].lower()


def host_shown(host: str) -> str:
    """`host` in lower case and punycode, so that look-alike letters of other alphabets show.

    Raises UnicodeError where it is no host name at all.
    """
    return host.lower().removesuffix(".").encode("idna").decode("ascii").lower()


def safe_file_name(name: str, extension: str, limit: int = 80) -> str:
    """The last part of `name` without anything that steers a path or a shell, ending in `.extension`."""
    last = re.split(r"[/\\]", name[:4096])[-1]
    stem = last.rpartition(".")[0] or last
    kept = clean_line(_UNSAFE_IN_FILE_NAMES.sub(" ", stem), limit - len(extension) - 1).strip(". ")
    return f"{kept or 'song'}.{extension}"


_DASH = re.compile(r"\s+[-–—]+\s+")
_LONGEST = 200


def names_in(file_name: str) -> tuple[str, str]:
    """Artist and title of a file called `Artist - Title.mp3`; no artist where there is no dash between two names.

    Discord: blanks in the name of an uploaded file become underscores.
    """
    stem = file_name.rpartition(".")[0] or file_name
    parts = _DASH.split(clean_line(stem.replace("_", " "), _LONGEST), maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 and all(parts) else ("", parts[-1])
