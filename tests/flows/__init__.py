"""Whole flows: the bot in a simulated Discord, a person at every keyboard."""
