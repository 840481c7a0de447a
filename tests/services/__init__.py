"""Proofs of what the show can do, on a real SQLite file and with a clock that is set by hand."""
