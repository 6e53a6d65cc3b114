"""The gate that every request passes: who may call, strict input, language, replies.

Both packages' web layers stand on it; it knows neither packs nor rooms.
"""
