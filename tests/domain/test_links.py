"""Rule 7: which links are taken, and the one form in which each is kept."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.links import ALLOWED_BY_DEFAULT, find_link, follow, is_short, provider_of, read_link
from domain.refusals import Refusal

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
SPOTIFY = "https://open.spotify.com/track/4th1RQAelzqgY7wL53UGQt"
DRIVE = "https://drive.google.com/file/d/1AbC_d-E/view"
DROPBOX = "https://www.dropbox.com/scl/fi/ab12/my%20song.mp3?rlkey=k9"

SAME_SONG = {
    YOUTUBE: [
        "https://youtu.be/dQw4w9WgXcQ?si=AbCdEf",
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s&feature=share",
        "https://m.youtube.com/watch?list=RDxyz&v=dQw4w9WgXcQ",
        "https://music.youtube.com/watch?v=dQw4w9WgXcQ&si=1",
        "https://youtube.com/shorts/dQw4w9WgXcQ?feature=share",
        "https://www.youtube.com/live/dQw4w9WgXcQ#t=1",
        "https://www.youtube.com/embed/dQw4w9WgXcQ?autoplay=1",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "  <https://YouTu.be:443/dQw4w9WgXcQ/>  ",
    ],
    SPOTIFY: [
        SPOTIFY + "?si=0a1b",
        "https://open.spotify.com/intl-de/track/4th1RQAelzqgY7wL53UGQt?utm_source=x",
        "https://open.spotify.com/embed/track/4th1RQAelzqgY7wL53UGQt",
        "http://play.spotify.com/track/4th1RQAelzqgY7wL53UGQt",
    ],
    "https://soundcloud.com/ana/sol/s-AbC123": [
        "https://m.soundcloud.com/ana/sol/s-AbC123?si=1&utm_medium=text&utm_campaign=social_sharing",
        "https://www.soundcloud.com./ana//x/../sol/s-AbC123/#t=0:10",
    ],
    "https://soundcloud.com/ana/sol?secret_token=s-AbC123": [
        "https://soundcloud.com/ana/sol?in=ana/sets/x&secret_token=s-AbC123",
    ],
    "https://www.deezer.com/track/916424": [
        "https://www.deezer.com/us/track/916424",
        "https://www.deezer.com/de/en/track/916424",
        "https://deezer.com/track/916424?utm_source=deezer",
    ],
    "https://ana.bandcamp.com/track/sol": ["http://ana.bandcamp.com/track/sol?from=embed", "https://www.ana.bandcamp.com/track/sol"],
    "https://audiomack.com/ana/song/sol?key=k1": ["https://www.audiomack.com/ana/song/sol?ref=x&key=k1"],
    "https://ditto.fm/ana-sol": ["http://www.ditto.fm/ana-sol?fbclid=1"],
    "https://www.tiktok.com/@ana/video/7123": ["https://m.tiktok.com/@ana/video/7123?_r=1&_t=8x", "https://tiktok.com/@ana/video/7123"],
    DRIVE: [
        DRIVE + "?usp=sharing",
        "https://drive.google.com/open?id=1AbC_d-E&usp=drive_copy",
        "https://drive.google.com/uc?export=download&id=1AbC_d-E",
        "https://drive.google.com/file/d/1AbC_d-E/preview",
        "https://drive.usercontent.google.com/download?id=1AbC_d-E&confirm=t",
    ],
    DRIVE + "?resourcekey=0-xyz": ["https://drive.google.com/file/d/1AbC_d-E/edit?usp=sharing&resourcekey=0-xyz"],
    DROPBOX: [
        DROPBOX + "&st=ab&dl=0",
        "https://dropbox.com/scl/fi/ab12/my%20song.mp3?dl=1&rlkey=k9",
        "https://dl.dropboxusercontent.com/scl/fi/ab12/my%20song.mp3?rlkey=k9&raw=1",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("form", "written"), [(form, each) for form, many in SAME_SONG.items() for each in many])
def test_every_way_to_write_a_link_to_a_song_becomes_the_same_link(form: str, written: str) -> None:
    assert read_link(written, ALLOWED_BY_DEFAULT).url == form


@pytest.mark.parametrize("form", SAME_SONG)
def test_a_canonical_link_is_its_own_canonical_form(form: str) -> None:
    assert read_link(form, ALLOWED_BY_DEFAULT).url == form


def test_every_site_allowed_by_default_has_a_name_and_takes_links() -> None:
    for host in ALLOWED_BY_DEFAULT:
        path = {"Dropbox": "/s/a/b.mp3", "Google Drive": "/file/d/abc/view"}.get(provider_of(host) or "", "/a/b")
        assert read_link(f"https://{host}{path}", ALLOWED_BY_DEFAULT).provider == provider_of(host) is not None


HOSTILE = {
    "is empty": ["", "   ", "\t\n", "<>"],
    "is longer than 512": ["https://soundcloud.com/" + "a" * 1_000_000, "https://soundcloud.com/" + "a" * 600],
    "not a web link": [
        "javascript:alert(1)",
        "JavaScript://soundcloud.com/%0aalert(1)",
        "file:///etc/passwd",
        "file://soundcloud.com/etc/passwd",
        "data:text/html,soundcloud.com",
        "ftp://soundcloud.com/a",
        "spotify:track:4th1RQAelzqgY7wL53UGQt",
        "soundcloud.com/ana/sol",
        "//soundcloud.com/ana/sol",
        "https:soundcloud.com/ana/sol",
        "https:\\\\soundcloud.com\\a",
        "my new song",
    ],
    "cannot be read": [
        "https://soundcloud.com\\@evil.example/",
        "https://soundcloud.com\\a",
        "https://sound\tcloud.com/a",
        "https://soundcloud.com/a\nb",
        "https://soundcloud.com/a b",
        "https://soundcloud.com/\u202ea",
        "https://sound\u200bcloud.com/a",
        "https://soundcloud.com/\x00",
        "https://soundcloud.com:port/",
        "https://soundcloud.com:99999999/",
        "https://[::1",
        "https://[::1]/",
        "https:///soundcloud.com/ana/sol",
        "https://..soundcloud.com/",
        "https://evil.example;.soundcloud.com/",
        "https://evil.example%2f.soundcloud.com/",
        "https://" + "a" * 64 + ".soundcloud.com/",
    ],
    "an @ before": [
        "https://soundcloud.com@evil.example/",
        "https://soundcloud.com:443@evil.example/",
        "https://ana@soundcloud.com/sol",
        "https://@soundcloud.com/sol",
    ],
    "a port number": ["https://soundcloud.com:8443/", "http://soundcloud.com:443/", "https://soundcloud.com:0/"],
    "Apple Music and iTunes": [
        "https://music.apple.com/us/album/x/1?i=2",
        "http://itunes.apple.com/us/album/x",
        "https://geo.music.apple.com/x",
        "https://MUSIC.APPLE.COM./x",
        "https://apple.co/x",
    ],
    "are not allowed": [
        "https://evil.example/?u=soundcloud.com",
        "https://evil.example/soundcloud.com",
        "https://evil.example#.soundcloud.com",
        "https://evil.example?.soundcloud.com",
        "https://soundcloud.com.evil.example/",
        "https://notsoundcloud.com/",
        "https://soundcloud.co/",
        "https://127.0.0.1/soundcloud.com",
        "https://docs.google.com/document/d/abc",
    ],
    "xn--": ["https://ѕoundcloud.com/ana", "https://soundcloud.com.еvil.example/", "https://xn--oundcloud-k9h.com/a"],
    "one file": [
        "https://drive.google.com/drive/folders/abc",
        "https://drive.google.com/",
        "https://www.dropbox.com/scl/fo/abc/h?rlkey=1",
        "https://www.dropbox.com/home",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "text"), [(said, each) for said, many in HOSTILE.items() for each in many])
def test_a_hostile_link_is_refused_with_the_sentence_that_fits(sentence: str, text: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        read_link(text, ALLOWED_BY_DEFAULT)


def test_a_link_of_a_million_characters_is_refused_at_once() -> None:
    text = "https://soundcloud.com/" + "é" * 1_000_000
    started = time.perf_counter()
    with pytest.raises(Refusal, match="longer than"):
        read_link(text, ALLOWED_BY_DEFAULT)
    assert time.perf_counter() - started < 0.01


def test_apple_is_refused_by_name_even_where_a_server_allows_its_hosts() -> None:
    with pytest.raises(Refusal, match="Apple Music"):
        read_link("https://music.apple.com/x", ["apple.com", "music.apple.com"])


def test_a_host_in_other_letters_is_kept_and_shown_in_punycode() -> None:
    link = read_link("https://Müsik.example/a", ["müsik.example"])
    assert (link.host, link.url) == ("xn--msik-0ra.example", "https://xn--msik-0ra.example/a")


def test_a_site_of_the_servers_own_choice_keeps_all_but_the_tracking() -> None:
    link = read_link("http://www.songs.example:80/a?id=7&utm_source=x&si=1&REF=y&b#part", ["songs.example"])
    assert link.url == "http://www.songs.example/a?id=7&b"
    assert link.provider is None


def test_a_server_that_allows_one_site_refuses_all_others() -> None:
    with pytest.raises(Refusal, match="not allowed"):
        read_link(YOUTUBE, ["soundcloud.com"])


def test_a_redirect_on_a_known_site_loses_its_target() -> None:
    assert "evil" not in read_link("https://www.youtube.com/redirect?q=https://evil.example", ALLOWED_BY_DEFAULT).url


@pytest.mark.parametrize(
    ("short", "location", "long"),
    [
        ("https://on.soundcloud.com/AbC?x=1", "https://soundcloud.com/ana/sol?utm_source=c", "https://soundcloud.com/ana/sol"),
        ("https://spotify.link/AbC", "https://open.spotify.com/track/4th1?si=x", "https://open.spotify.com/track/4th1"),
        ("https://vm.tiktok.com/ZT1/", "https://www.tiktok.com/@ana/video/71?_r=1", "https://www.tiktok.com/@ana/video/71"),
        ("https://www.tiktok.com/t/ZT1/", "/@ana/video/71", "https://www.tiktok.com/@ana/video/71"),
        ("https://on.soundcloud.com/AbC", "https://evil.example/", None),
        ("https://on.soundcloud.com/AbC", "https://soundcloud.com@evil.example/", None),
        ("https://on.soundcloud.com/AbC", YOUTUBE, None),
        ("https://on.soundcloud.com/AbC", "https://on.soundcloud.com/Other", None),
        ("https://vm.tiktok.com/ZT1/", "https://www.tiktok.com/?expired=1", None),
        ("https://vm.tiktok.com/ZT1/", "http://[broken", None),
        ("https://vm.tiktok.com/ZT1/", "", None),
    ],
)  # fmt: skip
def test_a_short_link_leads_only_to_a_page_of_the_same_site(short: str, location: str, long: str | None) -> None:
    link = read_link(short, ALLOWED_BY_DEFAULT)
    found = follow(link, location)
    assert is_short(link)
    assert (found.url if found else None) == long


def test_a_link_of_a_site_unknown_to_the_bot_is_never_followed() -> None:
    assert follow(read_link("https://songs.example/a", ["songs.example"]), "https://songs.example/b") is None


@pytest.mark.parametrize(
    ("message", "link"),
    [
        ("hear this: https://youtu.be/abc!", "https://youtu.be/abc"),
        ("(https://youtu.be/abc).", "https://youtu.be/abc"),
        ("<https://youtu.be/abc> and https://youtu.be/def", "https://youtu.be/abc"),
        ("[my song](https://youtu.be/abc)", "https://youtu.be/abc"),
        ("||https://youtu.be/abc||", "https://youtu.be/abc"),
        ("**https://youtu.be/abc**", "https://youtu.be/abc"),
        ("HTTPS://songs.example/a_(live)", "HTTPS://songs.example/a_(live)"),
        ("javascript:alert(1) file:///etc/passwd soundcloud.com/a", None),
        ("", None),
    ],
)
def test_the_first_web_link_in_a_message_is_found_without_what_surrounds_it(message: str, link: str | None) -> None:
    assert find_link(message) == link


_HOSTS = st.builds(
    str.__add__,
    st.sampled_from(["", "www.", "m.", "www.m.", "music.", "on.", "vm.", "play.", "ana.", "WWW."]),
    st.sampled_from([*ALLOWED_BY_DEFAULT, "songs.example"]),
)
_WORDS = st.one_of(
    st.sampled_from(
        ["watch", "shorts", "intl-de", "embed", "track", "file", "d", "s", "scl", "fi", "t", "v", "..", "@ana", "us"]
    ),
    st.text(max_size=12),
)
_NAMES = st.sampled_from(["v", "id", "list", "si", "utm_source", "rlkey", "key", "secret_token", "x"])
_QUERIES = st.lists(st.tuples(_NAMES, st.text(max_size=12)), max_size=4)


@given(host=_HOSTS, words=st.lists(_WORDS, max_size=5), query=_QUERIES, tail=st.sampled_from(["", "/", "#part", "?"]))
def test_reading_what_was_read_changes_nothing(
    host: str, words: list[str], query: list[tuple[str, str]], tail: str
) -> None:
    asked = "&".join(f"{name}={value}" for name, value in query)
    allowed = [*ALLOWED_BY_DEFAULT, "songs.example"]
    try:
        link = read_link(f"https://{host}/{'/'.join(words)}?{asked}{tail}", allowed)
    except Refusal:
        return
    assert read_link(link.url, allowed) == link
    assert len(link.url) <= 512
    assert link.url.isascii()


@given(st.text(max_size=300))
def test_any_text_is_a_link_of_a_known_site_or_is_refused(text: str) -> None:
    for each in (text, f"https://{text}", f"https://soundcloud.com/{text}"):
        try:
            assert read_link(each, ALLOWED_BY_DEFAULT).provider
        except Refusal:
            continue


@given(st.text(max_size=300))
def test_no_location_can_lead_a_short_link_away_from_its_site(location: str) -> None:
    found = follow(read_link("https://on.soundcloud.com/AbC", ALLOWED_BY_DEFAULT), location)
    assert found is None or found.provider == "SoundCloud"
