"""Random material for property tests."""
