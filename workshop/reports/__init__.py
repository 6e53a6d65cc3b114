"""What a live session leaves: the group’s report, and each participant’s own recap."""
