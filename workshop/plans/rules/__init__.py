"""The rules of plans: minutes add up, facts have sources, cards have answers."""
