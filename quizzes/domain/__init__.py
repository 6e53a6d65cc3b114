"""The rules of items and packs in plain Python: no web, no database, no clock."""
