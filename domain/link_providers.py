"""The sites that songs come from: whose hosts they are, and the one address of a song on each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, quote

from domain import media_refusals

if TYPE_CHECKING:
    from collections.abc import Callable

_TRACKING = frozenset(
    {"si", "igsh", "igshid", "fbclid", "gclid", "dclid", "msclkid", "ttclid", "twclid", "yclid"}
    | {"mc_cid", "mc_eid", "feature", "ref", "ref_src"}
)
_MOBILE = re.compile(r"^(?:(?:www|m)\.)+")
_LEFT_AS_IS = "/%:@!$&'()*+,;=-._~?"  # what a path or a query may hold unescaped (RFC 3986), and % of earlier escapes
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}", re.A)


class Address(NamedTuple):
    """The parts of a web link that name a song: `host` in lower case, `segments` of the path, raw `query`."""

    scheme: str
    host: str
    segments: tuple[str, ...]
    query: str

    def asked(self, name: str) -> str:
        """The first value of the query parameter `name` if it is a plain id, else an empty string."""
        values = (value for key, value in parse_qsl(self.query) if key == name)
        return next((value for value in values if _ID.fullmatch(value)), "")

    def kept(self, *names: str) -> str:
        """A query of only the parameters `names`, in that order, those that are there."""
        return "&".join(f"{name}={self.asked(name)}" for name in names if self.asked(name))


def canonical(scheme: str, host: str, path: str, query: str) -> str:
    """The canonical address for the parts of a link; the canonical form of a canonical form is itself.

    Raises a Refusal for a Google Drive or Dropbox link that does not lead to one file.
    """
    provider = provider_of(host)
    if provider is None:
        return _join(scheme, host, _escaped(path) or "/", _without_tracking(_escaped(query)))
    host = _MOBILE.sub("", host)
    address = Address("https", host, _segments(_escaped(path)), _escaped(query))
    if host in SHORT_HOSTS:
        return _written(address._replace(query=""))
    return _written(_FORMS[provider](address))


def _soundcloud(link: Address) -> Address:
    return link._replace(query=link.kept("secret_token"))


def _spotify(link: Address) -> Address:
    segments = link.segments
    while segments and (segments[0].startswith("intl-") or segments[0] == "embed"):
        segments = segments[1:]
    if segments[:1] == ("user",) and segments[2:3] == ("playlist",):
        segments = segments[2:]
    host = "open.spotify.com" if link.host in {"spotify.com", "play.spotify.com"} else link.host
    return link._replace(host=host, segments=segments, query="")


def _youtube(link: Address) -> Address:
    video = _youtube_video(link)
    if video:
        return link._replace(host="www.youtube.com", segments=("watch",), query=f"v={video}")
    return link._replace(host="www.youtube.com", query=link.kept("list"))


def _youtube_video(link: Address) -> str:
    first, second = (*link.segments, "", "")[:2]
    if link.host == "youtu.be":
        found = first
    elif first in {"shorts", "live", "embed", "v", "e"}:
        found = second
    else:
        found = link.asked("v") if first == "watch" else ""
    return found if _ID.fullmatch(found) else ""


def _deezer(link: Address) -> Address:
    segments = link.segments
    while len(segments) > 1 and re.fullmatch(r"[a-z]{2}", segments[0]):
        segments = segments[1:]
    return link._replace(host="www.deezer.com", segments=segments, query="")


def _bandcamp(link: Address) -> Address:
    return link._replace(query="")


def _audiomack(link: Address) -> Address:
    return link._replace(query=link.kept("key"))  # the key opens a song that is not public yet


def _ditto(link: Address) -> Address:
    return link._replace(query=_without_tracking(link.query))


def _tiktok(link: Address) -> Address:
    if link.host != "tiktok.com":
        return link._replace(query="")
    return link._replace(host="m.tiktok.com" if link.segments[:1] == ("v",) else "www.tiktok.com", query="")


def _google_drive(link: Address) -> Address:
    in_path = link.segments[2] if link.segments[:2] == ("file", "d") and len(link.segments) > 2 else ""
    file_id = in_path if _ID.fullmatch(in_path) else link.asked("id")
    if not file_id:
        raise media_refusals.link_not_a_file("Google Drive")
    return link._replace(
        host="drive.google.com", segments=("file", "d", file_id, "view"), query=link.kept("resourcekey")
    )


def _dropbox(link: Address) -> Address:
    if link.segments[:1] != ("s",) and link.segments[:2] != ("scl", "fi"):
        raise media_refusals.link_not_a_file("Dropbox")
    return link._replace(host="www.dropbox.com", query=link.kept("rlkey"))


_FORMS: dict[str, Callable[[Address], Address]] = {
    "SoundCloud": _soundcloud,
    "Spotify": _spotify,
    "YouTube": _youtube,
    "Deezer": _deezer,
    "Bandcamp": _bandcamp,
    "Audiomack": _audiomack,
    "Ditto": _ditto,
    "TikTok": _tiktok,
    "Google Drive": _google_drive,
    "Dropbox": _dropbox,
}


def _segments(path: str) -> tuple[str, ...]:
    """The parts of a path as a browser would walk it: nothing empty, no dots."""
    walked: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del walked[-1:]
        elif part not in {"", "."}:
            walked.append(part)
    return tuple(walked)


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _tracks(part.partition("=")[0].lower()))


def _tracks(name: str) -> bool:
    return name in _TRACKING or name.startswith("utm_")


def _escaped(text: str) -> str:
    escaped = quote(text, safe=_LEFT_AS_IS)
    return re.sub(r"%[0-9a-fA-F]{2}", lambda found: found[0].upper(), escaped)


def _written(link: Address) -> str:
    return _join(link.scheme, link.host, "/" + "/".join(link.segments), link.query)


def _join(scheme: str, host: str, path: str, query: str) -> str:
    return f"{scheme}://{host}{path}" + (f"?{query}" if query else "")


if TYPE_CHECKING:
    from collections.abc import Collection

HOSTS = {
    "SoundCloud": ("soundcloud.com",),
    "Spotify": ("spotify.com", "spotify.link", "spotify.app.link"),
    "YouTube": ("youtube.com", "youtu.be", "youtube-nocookie.com"),
    "Deezer": ("deezer.com", "deezer.page.link"),
    "Bandcamp": ("bandcamp.com",),
    "Audiomack": ("audiomack.com",),
    "Ditto": ("ditto.fm", "dittomusic.com"),
    "TikTok": ("tiktok.com",),
    "Google Drive": ("drive.google.com", "drive.usercontent.google.com"),
    "Dropbox": ("dropbox.com", "dropboxusercontent.com"),
}
ALLOWED_BY_DEFAULT: tuple[str, ...] = tuple(host for hosts in HOSTS.values() for host in hosts)
SHORT_HOSTS = frozenset(
    {
        "on.soundcloud.com",
        "spotify.link",
        "spotify.app.link",
        "deezer.page.link",
        "link.deezer.com",
        "vm.tiktok.com",
        "vt.tiktok.com",
    }
)
HOST_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
_APPLE = ("music.apple.com", "itunes.apple.com", "itun.es", "apple.co")


def is_within(host: str, names: Collection[str]) -> bool:
    """Whether `host` is one of `names` or a subdomain of one; never by substring."""
    return any(host == name or host.endswith("." + name) for name in names)


def provider_of(host: str) -> str | None:
    """The name, as people write it, of the site that `host` (lower case, punycode) belongs to, if known."""
    return next((name for name, hosts in HOSTS.items() if is_within(host, hosts)), None)


def is_apple(host: str) -> bool:
    """Whether `host` belongs to Apple Music or iTunes, which are refused by name."""
    return is_within(host, _APPLE)
