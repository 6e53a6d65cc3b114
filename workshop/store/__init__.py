"""Tables of the room and the queries on them; `migrations/` brings a database up to date."""
