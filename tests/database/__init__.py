"""Proofs of the database: transactions, migrations, triggers and query plans."""
