"""What a policy means: types, vocabulary, values, the checked model, and the plain reference evaluator. No I/O."""
