"""A facilitator’s start page: what runs, what to lead, to print and to take up again."""
