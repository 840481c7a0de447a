"""Pulling the plug: connections that end without a word."""

from __future__ import annotations

import asyncio
import socket
import struct

_LINGER_ZERO = struct.pack("ii", 1, 0)


def pull(transport: asyncio.BaseTransport | None, *, reset: bool) -> None:
    """Ends the connection at once; with `reset` the other side sees "connection reset by peer", else an early end."""
    if not isinstance(transport, asyncio.Transport):
        return
    raw = transport.get_extra_info("socket")
    if reset and raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
    transport.abort()
