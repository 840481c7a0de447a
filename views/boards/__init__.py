"""The boards: messages that show how things stand, drawn from what was read, without asking Discord for anything."""
