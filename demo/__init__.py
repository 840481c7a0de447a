"""A show on the stand-ins, printed step by step and judged by what members saw."""
