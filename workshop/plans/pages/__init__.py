"""Pages of plans: reading one, leading it, and making one’s own."""
