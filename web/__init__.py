"""What the bot offers to browsers and programs: how well it is, and its figures."""
