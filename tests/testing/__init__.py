"""Tests of the tools that test policies."""
