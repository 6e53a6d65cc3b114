"""What needs people in a room: live sessions, the big screen, tests, plans, paper, reports."""
