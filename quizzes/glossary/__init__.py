"""The words of media literacy in three languages."""
