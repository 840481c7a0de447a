"""Journeys over the wire: the unmodified bot in a process of its own, judged by what members see."""
