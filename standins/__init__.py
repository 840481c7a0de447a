"""The outside world on loopback: stand-ins that share no code with the bot."""
