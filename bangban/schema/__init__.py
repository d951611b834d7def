"""Typed doors for programmers: Python classes and JSON Schemas written from a vocabulary."""
