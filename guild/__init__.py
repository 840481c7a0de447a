"""What the bot knows of a Discord server: permissions, invite link, alerts to its staff, checks."""
