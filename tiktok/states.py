"""The states of following one creator, and the one table of what leads from which to which."""

from __future__ import annotations

from enum import StrEnum

from domain.following import State


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


TRANSITIONS: dict[tuple[State, Signal], State] = {
    (State.IDLE, Signal.CONNECT): State.WAITING,
    (State.IDLE, Signal.RESUME): State.RECONNECTING,
    (State.ENDED, Signal.CONNECT): State.WAITING,
    (State.WAITING, Signal.FOUND): State.CONNECTING,
    (State.WAITING, Signal.TROUBLE): State.WAITING,
    (State.WAITING, Signal.HOPELESS): State.IDLE,
    (State.WAITING, Signal.DISCONNECT): State.IDLE,
    (State.CONNECTING, Signal.OPENED): State.LIVE,
    (State.CONNECTING, Signal.TROUBLE): State.WAITING,
    (State.CONNECTING, Signal.HOPELESS): State.IDLE,
    (State.CONNECTING, Signal.DISCONNECT): State.IDLE,
    (State.LIVE, Signal.TROUBLE): State.RECONNECTING,
    (State.LIVE, Signal.DISCONNECT): State.ENDED,
    (State.RECONNECTING, Signal.FOUND): State.RECONNECTING,
    (State.RECONNECTING, Signal.OPENED): State.LIVE,
    (State.RECONNECTING, Signal.TROUBLE): State.RECONNECTING,
    (State.RECONNECTING, Signal.GRACE_OVER): State.ENDED,
    (State.RECONNECTING, Signal.DISCONNECT): State.ENDED,
}
RESTING = frozenset({State.IDLE, State.ENDED})


def after(state: State, signal: Signal) -> State:
    """The state that follows; KeyError where the table knows no such step."""
    return TRANSITIONS[state, signal]
