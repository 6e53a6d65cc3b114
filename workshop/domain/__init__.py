"""The rules of the room in plain Python: no web, no database, no clock."""
