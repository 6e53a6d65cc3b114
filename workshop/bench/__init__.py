"""Plays whole games against a real server and measures them; used by `recoupe bench live`."""
