"""A pack in other words, on one kit: what may be typed anew, and back to the shipped words."""
