"""The compiled evaluator against the reference meaning."""
