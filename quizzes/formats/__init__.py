"""Bytes to packs and back: what a pack is, one file for each format, strict YAML, pictures."""
