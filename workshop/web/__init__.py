"""Blueprints of the room: parse, call one use case, render."""
