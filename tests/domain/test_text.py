"""What people type, made safe to keep and to show."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import Refusal
from domain.text import clean_line, host_shown, normalise_handle, safe_file_name

ZALGO = "h" + "\u0300\u0301\u0302\u0303\u0304" * 20 + "i"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  two\n\n lines\tand   spaces ", "two lines and spaces"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("in\u200bvis\u200dible\ufeff\u00ad", "invisible"),
        ("nul\x00bell\x07esc\x1b[31m", "nulbellesc[31m"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("\u3164\u2800\u115f", ""),
        ("\u0301\u0302lone marks", "lone marks"),
        ("lone surrogate \ud800", "lone surrogate"),
        ("ปั้น नमस्ते Ελληνικά 東京 🩷", "ปั้น नमस्ते Ελληνικά 東京 🩷"),
    ],
)
def test_a_line_keeps_its_words_and_loses_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean_line(typed, 100) == kept


def test_stacked_accents_are_cut_to_two() -> None:
    assert len(unicodedata.normalize("NFD", clean_line(ZALGO, 100))) <= 2 + 3
    assert clean_line(ZALGO, 100).endswith("i")


def test_a_line_that_is_too_long_ends_in_an_ellipsis() -> None:
    assert clean_line("abcdef", 5) == "abcd…"
    assert clean_line("abcde", 5) == "abcde"
    assert clean_line("abc defgh", 5) == "abc…"


def test_a_pasted_book_does_not_hold_up_the_bot() -> None:
    started = time.perf_counter()
    clean_line("x\u0301" * 1_000_000, 100)
    assert time.perf_counter() - started < 0.1


@given(st.text(), st.integers(1, 60))
def test_a_clean_line_is_short_visible_and_stays_as_it_is(text: str, limit: int) -> None:
    line = clean_line(text, limit)
    assert len(line) <= limit
    assert clean_line(line, limit) == line
    assert line == line.strip()
    assert not [char for char in line if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    line.encode()


@pytest.mark.parametrize(
    "typed",
    ["ana.sol_1", "@Ana.Sol_1", "  ANA.SOL_1 ", "https://www.tiktok.com/@ana.sol_1?lang=en",
     "tiktok.com/@ana.sol_1/live",
     "http://m.tiktok.com/@Ana.sol_1", "HTTPS://TIKTOK.COM/@ana.sol_1#x"],
)  # fmt: skip
def test_every_way_to_write_a_handle_becomes_the_same_handle(typed: str) -> None:
    assert normalise_handle(typed) == "ana.sol_1"


@pytest.mark.parametrize(
    "typed",
    ["", "@", "a", "a" * 25, "ana sol", "ana-sol", "аna", "ana\u200b", "@@ana", "\u212aelvin", "a" * 1_000_000,
     "https://evil.example/@ana", "https://tiktok.com.evil.example/@ana", "https://www.tiktok.com/", "@everyone!",
     "..", "../etc", "vm.tiktok.com/ZMabc123/", "https://vm.tiktok.com/ZMabc123/"],
)  # fmt: skip
def test_what_cannot_be_a_handle_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="not a TikTok name"):
        normalise_handle(typed)


@given(st.text(max_size=40))
def test_a_handle_is_lower_case_ascii_and_normal_already(text: str) -> None:
    try:
        handle = normalise_handle(text)
    except Refusal:
        return
    assert handle == handle.lower() == normalise_handle("@" + handle.upper())
    assert handle.isascii()
    assert 2 <= len(handle) <= 24


def test_a_host_is_shown_in_punycode() -> None:
    assert host_shown("SoundCloud.com.") == "soundcloud.com"
    assert host_shown("ѕoundcloud.com") == "xn--oundcloud-k9h.com"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("My Song.mp3", "My Song.flac"),
        ("../../x", "x.flac"),
        ("C:\\songs\\..\\x.MP3", "x.flac"),
        ("..", "song.flac"),
        ("", "song.flac"),
        (".mp3", "mp3.flac"),
        ("a\u202e3pm.exe", "a3pm.flac"),
        ("@everyone <#1> `x`.wav", "everyone 1 x.flac"),
        ("no extension", "no extension.flac"),
    ],
)
def test_a_file_name_is_safe_and_has_the_ending_of_what_it_is(name: str, safe: str) -> None:
    assert safe_file_name(name, "flac") == safe


@given(st.text(max_size=400))
def test_no_file_name_steers_a_path(name: str) -> None:
    safe = safe_file_name(name, "mp3")
    assert len(safe) <= 80
    assert safe.endswith(".mp3")
    assert safe[0] != "."
    assert not set(safe) & set('/\\:<>"|?*\x00')
