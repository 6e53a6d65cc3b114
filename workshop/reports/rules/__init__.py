"""The rules of a report: what it says, the time used, what is hidden, what to take up again."""
