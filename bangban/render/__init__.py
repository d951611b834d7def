"""Results as text for people at a terminal: problems with carets, decisions as a window clerk reads them."""
