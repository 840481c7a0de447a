"""Songs as bytes and as links: the store, the checks, the preview copies, the look-ups."""
