"""How a policy set is written: advice beyond what the checker insists on, one rule a file, each with its page."""
