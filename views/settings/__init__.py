"""A server's settings, and bringing a server back from a backup."""
