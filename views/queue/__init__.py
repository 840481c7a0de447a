"""The queue as everybody may see it."""
