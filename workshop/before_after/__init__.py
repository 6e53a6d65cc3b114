"""A test before and after: two forms, one group, no names."""
