"""What a file's name says about the song in it."""

from __future__ import annotations

import pytest

from domain.text import names_in


@pytest.mark.parametrize(
    ("file_name", "names"),
    [
        ("DJ_Blue_-_Red_Sky.mp3", ("DJ Blue", "Red Sky")),
        ("DJ Blue – Red – Sky.flac", ("DJ Blue", "Red – Sky")),
        ("red_sky.wav", ("", "red sky")),
        ("hip-hop.mp3", ("", "hip-hop")),
        ("no_ending", ("", "no ending")),
        ("_-_.mp3", ("", "-")),
        ("A\u202e - B\u200b.mp3", ("A", "B")),
        ("", ("", "")),
    ],
)
def test_a_dash_between_blanks_parts_artist_and_title(file_name: str, names: tuple[str, str]) -> None:
    assert names_in(file_name) == names
