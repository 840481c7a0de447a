"""Tests of the rules and values."""
