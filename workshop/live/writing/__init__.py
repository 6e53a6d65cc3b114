"""What participants write: approved before anybody sees it, then read by peers."""
