"""What a pasted link leads to: read strictly, refused with a sentence, kept in one canonical form."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from domain import media_refusals
from domain.link_providers import ALLOWED_BY_DEFAULT, HOSTS, SHORT_HOSTS, canonical, is_apple, is_within, provider_of
from domain.refusals import Refusal
from domain.text import host_shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["ALLOWED_BY_DEFAULT", "Link", "find_link", "follow", "is_short", "provider_of", "read_link"]

LONGEST = 512  # Discord: the URL of a Link button
_LONGEST_READ = 4096  # a pasted link may carry a lot of tracking that the canonical form drops
_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{1,63}")
_IN_CHAT = re.compile(r"https?://[^\s<>|`\\\"]+", re.I)


@dataclass(frozen=True)
class Link:
    """A link that was read: its canonical `url`, the `host` of that in punycode, and the site if known."""

    url: str
    host: str
    provider: str | None


def read_link(text: str, allowed_hosts: Collection[str]) -> Link:
    """The link in `text`, if it leads to one of `allowed_hosts` or a subdomain of one.

    Raises a Refusal that says what is wrong with it.
    """
    parts = _split(_checked(text))
    host = _host(parts)
    if is_apple(host):
        raise media_refusals.link_to_apple()
    if not is_within(host, tuple(_names(allowed_hosts))):
        raise media_refusals.link_host_not_allowed(host)
    url = canonical(parts.scheme, host, parts.path, parts.query)
    if len(url) > LONGEST:
        raise media_refusals.link_too_long(LONGEST)
    host = urlsplit(url).netloc
    return Link(url, host, provider_of(host))


def find_link(text: str) -> str | None:
    """The first web link in a chat message, without the punctuation around it; None if there is none."""
    found = _IN_CHAT.search(text)
    if found is None:
        return None
    url = found[0].rstrip(".,;:!?*_~'\"]}")
    return url.rstrip(").,;:!?*_~'") if "(" not in url else url


def is_short(link: Link) -> bool:
    """Whether `link` only stands for a longer one of the same site."""
    return link.host in SHORT_HOSTS or (link.provider == "TikTok" and urlsplit(link.url).path.startswith("/t/"))


def follow(link: Link, location: str) -> Link | None:
    """Where the short `link` leads, by the `location` it answered with; None if not to a page of its site."""
    if link.provider is None:
        return None
    try:
        found = read_link(urljoin(link.url, location[:_LONGEST_READ]), HOSTS[link.provider])
    except (ValueError, Refusal):
        return None
    return None if is_short(found) or urlsplit(found.url).path == "/" else found


def _checked(text: str) -> str:
    if len(text) > _LONGEST_READ:  # before anything that takes time by the character
        raise media_refusals.link_too_long(LONGEST)
    url = text.strip().removeprefix("<").removesuffix(">")
    if not url:
        raise media_refusals.link_missing()
    if not url.lower().startswith(("https://", "http://")):
        raise media_refusals.link_not_web()
    if "\\" in url or any(unicodedata.category(char)[0] in "CZ" for char in url):
        raise media_refusals.link_unreadable()
    return url


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise media_refusals.link_unreadable() from None
    if "@" in parts.netloc:
        raise media_refusals.link_with_user_info()
    if port not in {None, _PORTS[parts.scheme]}:
        raise media_refusals.link_with_port()
    return parts


def _host(parts: SplitResult) -> str:
    try:
        host = host_shown(parts.hostname or "")
    except UnicodeError:
        raise media_refusals.link_unreadable() from None
    if not _HOST.fullmatch(host):
        raise media_refusals.link_unreadable()
    return host


def _names(allowed_hosts: Collection[str]) -> Iterator[str]:
    for allowed in allowed_hosts:
        with suppress(UnicodeError):  # no host name: it allows nothing
            yield host_shown(allowed.strip())
