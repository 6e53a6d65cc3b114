"""Pages for a visitor alone: the packs, and taking one."""
