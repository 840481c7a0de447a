"""The rules of the house as functions over a source tree: each yields a line for every place that breaks it."""
