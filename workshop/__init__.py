"""What needs people in a room: live sessions, phones, the projector, paper, reports."""
