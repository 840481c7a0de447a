"""A server's first steps: the panel of /setup, the channels that it makes, and the word on joining."""
