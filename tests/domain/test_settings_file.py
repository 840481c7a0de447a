"""The settings as a file: what is written reads back, and nothing else is believed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from domain.refusals import Refusal
from domain.settings import FIELDS, LARGEST_BYTES, GuildSettings, read_settings_file, settings_file, settings_from

CHANGED = replace(GuildSettings(), ladder="tiers", like_points=7, queue_channel=55, staff_role=66)


def changed(**values: object) -> bytes:
    """A file of CHANGED with some of its parts replaced."""
    return json.dumps(json.loads(settings_file(1, CHANGED)) | values).encode()


def test_what_is_written_reads_back_whole() -> None:
    values = read_settings_file(settings_file(1, CHANGED).encode())
    assert set(values) == set(FIELDS)
    assert settings_from(values) == CHANGED


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a file of settings"),
        (b"\xff\xfe{", "not a file of settings"),
        (settings_file(1, CHANGED).encode()[:-20], "not a file of settings"),
        (b"[" * 60_000, "not a file of settings"),
        (b" " * (LARGEST_BYTES + 1), "not a file of settings"),
        (b'["settings"]', "not a file of settings"),
        (changed(version="1"), "not a file of settings"),
        (changed(settings=None), "not a file of settings"),
        (changed(settings={"like_points": 7}), "not a file of settings"),
        (changed(version=2), "newer version"),
        (changed(settings={"like_points": "-7"}), "does not fit the setting like_points"),
        (changed(settings={"no_such": "7"}), "no setting “no_such”"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        read_settings_file(data)
