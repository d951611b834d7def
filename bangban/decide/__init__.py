"""Decisions at the speed of hand-written code: a checked policy becomes Python, compiled once and run per action."""
