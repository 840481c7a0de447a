"""The parts of the displays that need no Discord."""
