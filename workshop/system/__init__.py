"""The kit as a whole: run it, save its database, bring it up to date, ask how it is."""
