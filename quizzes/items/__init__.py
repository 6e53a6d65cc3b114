"""What an item is, whatever its kind: texts, sources, stimulus, certainty, figures. Rules only."""
