"""Pages from which paper is printed."""
