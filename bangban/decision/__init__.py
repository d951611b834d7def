"""Decisions: one proposed action in, a verdict with every reason out."""
