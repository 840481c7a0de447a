"""The transition table, and how it stands in the supervisor's docstring."""

from __future__ import annotations

import re

import pytest

from domain.follow import FollowState
from tiktok import supervisor
from tiktok.states import RESTING, TRANSITIONS, Signal, after


def test_the_table_in_the_docstring_is_the_table_in_the_code() -> None:
    rows = re.findall(r"^\| ([\w, ]+) \| ([\w ]+) \| (\w+) \|$", supervisor.__doc__ or "", re.MULTILINE)[1:]
    told = {
        (FollowState(start), Signal(signal)): FollowState(end)
        for starts, signal, end in rows
        for start in starts.split(", ")
    }
    assert told == TRANSITIONS


@pytest.mark.parametrize("state", [state for state in FollowState if state not in RESTING])
def test_whoever_follows_can_be_stopped_and_survives_trouble(state: FollowState) -> None:
    assert after(state, Signal.DISCONNECT) in RESTING
    assert after(state, Signal.TROUBLE) not in RESTING


@pytest.mark.parametrize("state", sorted(RESTING))
def test_a_new_connect_is_possible_once_it_rests(state: FollowState) -> None:
    assert after(state, Signal.CONNECT) is FollowState.WAITING


def test_a_step_that_the_table_does_not_know_is_an_error() -> None:
    with pytest.raises(KeyError):
        after(FollowState.LIVE, Signal.CONNECT)
