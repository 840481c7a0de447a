"""Ingestion: how fast a LIVE is counted, beside what the library alone does with the same frames."""
