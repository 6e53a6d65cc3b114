"""Bytes to packs and back: one file for each format, no database, no web."""
