"""Pages of a test: the facilitator’s, and those of whoever takes it."""
