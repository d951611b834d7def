"""Comparisons, told by tests."""
