"""Tests of tiktok/: the parts alone, and all of it against the stand-in."""
