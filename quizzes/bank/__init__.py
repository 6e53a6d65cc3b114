"""Packs on offer: import them, list them, give their items to whoever asks."""
