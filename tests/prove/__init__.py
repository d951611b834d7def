"""Proofs, told by tests."""
