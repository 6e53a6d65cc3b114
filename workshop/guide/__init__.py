"""The guide for facilitators, and the wire for whoever writes a client."""
