"""What every screen of the room shows."""
