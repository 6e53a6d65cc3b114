"""The rules of a test: codes that are no names, scores, measures, gains."""
