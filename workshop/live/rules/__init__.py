"""The rules of the room in plain Python: phases, moves, names, join codes."""
