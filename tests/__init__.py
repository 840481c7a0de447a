"""The proof: every rule, flow and promise of the bot has a test here that fails without it."""
