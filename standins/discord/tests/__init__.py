"""Proof that the stand-in of Discord is as strict as the real one, with the unmodified client library."""
