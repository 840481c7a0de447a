"""What the show can do: one operation is one transaction, then one announcement. Nothing here knows Discord."""
