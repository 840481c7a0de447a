"""The states of following one creator, and the one table of what leads from which to which."""

from __future__ import annotations

from enum import StrEnum

from domain.follow import FollowState


class Signal(StrEnum):
    """What can happen to it."""

    CONNECT = "connect"
    RESUME = "resume"
    FOUND = "found"
    OPENED = "opened"
    TROUBLE = "trouble"
    HOPELESS = "hopeless"
    GRACE_OVER = "grace over"
    DISCONNECT = "disconnect"


TRANSITIONS: dict[tuple[FollowState, Signal], FollowState] = {
    (FollowState.IDLE, Signal.CONNECT): FollowState.WAITING,
    (FollowState.IDLE, Signal.RESUME): FollowState.RECONNECTING,
    (FollowState.ENDED, Signal.CONNECT): FollowState.WAITING,
    (FollowState.WAITING, Signal.FOUND): FollowState.CONNECTING,
    (FollowState.WAITING, Signal.TROUBLE): FollowState.WAITING,
    (FollowState.WAITING, Signal.HOPELESS): FollowState.IDLE,
    (FollowState.WAITING, Signal.DISCONNECT): FollowState.IDLE,
    (FollowState.CONNECTING, Signal.OPENED): FollowState.LIVE,
    (FollowState.CONNECTING, Signal.TROUBLE): FollowState.WAITING,
    (FollowState.CONNECTING, Signal.HOPELESS): FollowState.IDLE,
    (FollowState.CONNECTING, Signal.DISCONNECT): FollowState.IDLE,
    (FollowState.LIVE, Signal.TROUBLE): FollowState.RECONNECTING,
    (FollowState.LIVE, Signal.DISCONNECT): FollowState.ENDED,
    (FollowState.RECONNECTING, Signal.FOUND): FollowState.RECONNECTING,
    (FollowState.RECONNECTING, Signal.OPENED): FollowState.LIVE,
    (FollowState.RECONNECTING, Signal.TROUBLE): FollowState.RECONNECTING,
    (FollowState.RECONNECTING, Signal.GRACE_OVER): FollowState.ENDED,
    (FollowState.RECONNECTING, Signal.DISCONNECT): FollowState.ENDED,
}
RESTING = frozenset({FollowState.IDLE, FollowState.ENDED})


def after(state: FollowState, signal: Signal) -> FollowState:
    """The state that follows; KeyError where the table knows no such step."""
    return TRANSITIONS[state, signal]
