"""The messages that follow the show: kept up to date on the side, never awaited by a handler."""
