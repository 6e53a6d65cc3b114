"""Questions put to the tables of the room, and the statements that decide."""
