"""Why: each rule down to its atoms with their values, and the one-time notice of what is still needed."""
