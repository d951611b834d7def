"""The command line, each command in text and JSON, both languages, and all that can be wrong with its input."""
