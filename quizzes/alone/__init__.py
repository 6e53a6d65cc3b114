"""A visitor alone: choose a pack, answer at one’s own pace, keep the recap."""
