"""Rule 7: short links are resolved and songs described by one short request each, and a failure never matters."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING

import aiohttp
import pytest
from aiohttp import web

from domain.links import ALLOWED_BY_DEFAULT, Link, read_link
from media.link_lookup import LinkLookup, SongInfo, read_oembed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
ARTWORK = "https://i.example/a.jpg"


class Sites:
    """All sites of the world on one loopback port: answers as it is told, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.status = 200
        self.body: bytes = b""
        self.location = ""
        self.delay_seconds = 0.0
        self.endless = False

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.raw_path)
        await asyncio.sleep(self.delay_seconds)
        response = web.StreamResponse(status=self.status, headers={"Location": self.location} if self.location else {})
        await response.prepare(request)
        await response.write(self.body)
        while self.endless:
            await response.write(bytes(16 * 1024))
        return response


@pytest.fixture
def sites() -> Sites:
    return Sites()


@pytest.fixture
async def lookup(sites: Sites) -> AsyncIterator[LinkLookup]:
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", sites.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    async with aiohttp.ClientSession() as session:
        yield LinkLookup(session, f"http://127.0.0.1:{port}/")
    await runner.cleanup()


def _link(url: str) -> Link:
    return read_link(url, [*ALLOWED_BY_DEFAULT, "songs.example"])


def _answer(**parts: object) -> bytes:
    return json.dumps({"version": "1.0", **parts}).encode()


@pytest.mark.parametrize(
    ("short", "location", "long"),
    [
        ("https://on.soundcloud.com/AbC", "https://soundcloud.com/ana/sol?utm_source=x", "https://soundcloud.com/ana/sol"),
        ("https://spotify.link/AbC", "https://open.spotify.com/track/4th1?si=x", "https://open.spotify.com/track/4th1"),
        ("https://vm.tiktok.com/AbC/", "https://www.tiktok.com/@ana/video/7?_r=1", "https://www.tiktok.com/@ana/video/7"),
        ("https://vt.tiktok.com/AbC/", "https://m.tiktok.com/@ana/video/7", "https://www.tiktok.com/@ana/video/7"),
    ],
)  # fmt: skip
async def test_a_short_link_becomes_the_long_one_by_one_request(
    lookup: LinkLookup, sites: Sites, short: str, location: str, long: str
) -> None:
    sites.status, sites.location = 302, location
    link = _link(short)
    assert await lookup.resolve(link) == _link(long)
    assert sites.asked == ["/" + link.url.removeprefix("https://")]


async def test_a_link_that_is_not_short_is_not_asked_about(lookup: LinkLookup, sites: Sites) -> None:
    assert await lookup.resolve(_link(YOUTUBE)) == _link(YOUTUBE)
    assert sites.asked == []


@pytest.mark.parametrize(
    "location",
    ["https://evil.example/", "https://soundcloud.com@evil.example/", "http://127.0.0.1:1/", YOUTUBE, "", "::"],
)
async def test_a_short_link_that_leads_elsewhere_stands_as_it_is(
    lookup: LinkLookup, sites: Sites, location: str
) -> None:
    sites.status, sites.location = 302, location
    short = _link("https://on.soundcloud.com/AbC")
    assert await lookup.resolve(short) == short
    assert len(sites.asked) == 1


async def test_a_site_that_does_not_answer_in_time_holds_nobody_up(
    lookup: LinkLookup, sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media.link_lookup._PATIENCE_SECONDS", 0.05)
    sites.delay_seconds = 5
    short = _link("https://on.soundcloud.com/AbC")
    started = time.perf_counter()
    assert await lookup.resolve(short) == short
    assert await lookup.describe(_link(YOUTUBE)) is None
    assert time.perf_counter() - started < 2


async def test_no_network_at_all_holds_nobody_up() -> None:
    async with aiohttp.ClientSession() as session:
        lookup = LinkLookup(session, "http://127.0.0.1:1")
        short = _link("https://on.soundcloud.com/AbC")
        assert await lookup.resolve(short) == short
        assert await lookup.describe(_link(YOUTUBE)) is None


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://soundcloud.com/ana/sol", "/soundcloud.com/oembed"),
        ("https://open.spotify.com/track/4th1", "/open.spotify.com/oembed"),
        (YOUTUBE, "/www.youtube.com/oembed"),
        ("https://www.deezer.com/track/1", "/api.deezer.com/oembed"),
        ("https://audiomack.com/ana/song/sol", "/audiomack.com/oembed"),
        ("https://www.tiktok.com/@ana/video/7", "/www.tiktok.com/oembed"),
    ],
)
async def test_a_site_is_asked_about_a_song_at_its_own_fixed_host(
    lookup: LinkLookup, sites: Sites, url: str, asked: str
) -> None:
    sites.body = _answer(title="Sol", author_name="Ana", thumbnail_url=ARTWORK)
    assert await lookup.describe(_link(url)) == SongInfo("Ana", "Sol", ARTWORK)
    path, _, query = sites.asked[0].partition("?")
    assert path == asked
    assert (
        url.replace(":", "%3A").replace("/", "%2F").replace("?", "%3F").replace("=", "%3D").replace("@", "%40") in query
    )


@pytest.mark.parametrize(
    "url", ["https://ana.bandcamp.com/track/sol", "https://ditto.fm/sol", "https://songs.example/a"]
)
async def test_a_site_without_keyless_oembed_is_not_asked(lookup: LinkLookup, sites: Sites, url: str) -> None:
    assert await lookup.describe(_link(url)) is None
    assert sites.asked == []


@pytest.mark.parametrize("status", [301, 401, 404, 429, 500])
async def test_an_answer_that_is_no_success_describes_nothing(lookup: LinkLookup, sites: Sites, status: int) -> None:
    sites.status, sites.body = status, b"" if status == 301 else _answer(title="Sol")
    sites.location = "https://evil.example/" if status == 301 else ""
    assert await lookup.describe(_link(YOUTUBE)) is None
    assert len(sites.asked) == 1


async def test_an_answer_that_never_ends_is_cut_off(lookup: LinkLookup, sites: Sites) -> None:
    sites.body, sites.endless = _answer(title="Sol"), True
    started = time.perf_counter()
    assert await lookup.describe(_link(YOUTUBE)) is None
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"[1]", b"null", b"{}", b'{"title": 7}', b'{"title": " \\u200b "}', b"\xff\xfe", b"[" * 60_000],
)
def test_an_answer_that_makes_no_sense_describes_nothing(body: bytes) -> None:
    assert read_oembed("YouTube", body) is None


@pytest.mark.parametrize(
    ("site", "title", "author", "artist_and_title"),
    [
        ("SoundCloud", "Flickermood by Forss", "Forss", ("Forss", "Flickermood")),
        ("SoundCloud", "Stand by Me", "Forss", ("Forss", "Stand by Me")),
        ("YouTube", "Ana - Sol (Official Video)", "AnaVEVO", ("Ana", "Sol (Official Video)")),
        ("YouTube", "Ana – Sol - Live", "Some Label", ("Ana", "Sol - Live")),
        ("YouTube", "Sol - Remastered 2011", "Ana - Topic", ("Ana", "Sol - Remastered 2011")),
        ("YouTube", "Sol", "AnaVEVO", ("Ana", "Sol")),
        ("YouTube", "Anti-Hero", "Ana", ("Ana", "Anti-Hero")),
        ("Deezer", "Sol - Live", "Ana", ("Ana", "Sol - Live")),
        ("Spotify", "Sol", None, (None, "Sol")),
        ("TikTok", "my song\u202e #fyp\n", "Ana", ("Ana", "my song #fyp")),
    ],
)
def test_artist_and_title_are_told_apart_the_way_each_site_words_them(
    site: str, title: str, author: str | None, artist_and_title: tuple[str | None, str]
) -> None:
    found = read_oembed(site, _answer(title=title, author_name=author))
    assert found == SongInfo(*artist_and_title, artwork_url=None)


def test_long_titles_are_cut_to_100_characters() -> None:
    found = read_oembed("Deezer", _answer(title="x" * 4000, author_name="y" * 4000))
    assert found == SongInfo("y" * 99 + "…", "x" * 99 + "…", None)


@pytest.mark.parametrize(
    "url",
    ["http://i.example/a.jpg", "javascript:alert(1)", "https://i.example/a b", "https://i.example/" + "a" * 600, 7],
)
def test_artwork_that_is_no_plain_https_link_is_left_out(url: object) -> None:
    found = read_oembed("Deezer", _answer(title="Sol", thumbnail_url=url))
    assert found == SongInfo(None, "Sol", None)
