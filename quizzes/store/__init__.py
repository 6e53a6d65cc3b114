"""The database: how it is opened, written and watched. Each feature keeps its own tables."""
