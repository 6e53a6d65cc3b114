"""Pages of plans: reading one, and leading it."""
