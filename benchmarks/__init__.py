"""Hard proofs over the wire: the torture run and the bench."""
