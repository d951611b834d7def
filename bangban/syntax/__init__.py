"""Text to tree and back: the only room that knows Lark and PyYAML."""
