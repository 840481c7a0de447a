"""Tests of the store of songs and of the look-ups."""
