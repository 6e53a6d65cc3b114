"""A live session: one group, one room, one join code, from the lobby to the last result."""
