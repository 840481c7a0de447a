"""The panel of /setup, and the channels that it makes."""
