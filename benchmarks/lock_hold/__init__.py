"""How long each operation holds the one lock of a large database."""
