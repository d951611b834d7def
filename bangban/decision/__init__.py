"""The decision: what the engines found, put into words with every reason, gap, duty and fee, and its citations."""
