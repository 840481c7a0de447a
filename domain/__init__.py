"""Rules and values of the show: standard library only, the clock passed in."""
