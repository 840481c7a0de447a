"""The torture run: the bot is killed again and again, and everything that members were told has to stay true."""
