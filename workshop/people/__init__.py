"""Facilitators: sign in, invitations, tokens for scripts."""
