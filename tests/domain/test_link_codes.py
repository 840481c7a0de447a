"""Codes that prove a handle (rule 11)."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts import ALPHABET, LENGTH, code_in, new_code


def test_a_code_has_six_characters_that_nobody_mixes_up() -> None:
    code = new_code(random.Random(1).choice)
    assert len(code) == LENGTH == 6
    assert not set("01OIL") & set(ALPHABET)
    assert set(code) <= set(ALPHABET)


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_a_code_is_read_whatever_the_case_and_the_space_around_it(code: str) -> None:
    assert code_in(f"  {code.lower()} \n") == code


@pytest.mark.parametrize(
    "comment", ["", "ABC23", "ABC2345", "my code is ABC234", "ABC 234", "ABC0IL", "ÄBC234", "🩷" * 6]
)
def test_any_other_comment_is_no_code(comment: str) -> None:
    assert code_in(comment) is None
