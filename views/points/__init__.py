"""Points in words."""
