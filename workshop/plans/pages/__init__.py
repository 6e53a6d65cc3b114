"""Pages of plans: reading one, preparing, trying and leading it, and making one’s own."""
