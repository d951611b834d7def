"""Policies tested by their cases: what each case expects against what the policy decides, and which rules are tried."""
