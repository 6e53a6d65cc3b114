"""Blueprints of the bank: parse, call one use case, render."""
