"""Tests of what the bot knows of a Discord server."""
