"""The models of the wire of a live session: what is asked, what is told, what else is read."""
