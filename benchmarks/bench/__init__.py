"""The bench: what a large database costs, beside a small one."""
