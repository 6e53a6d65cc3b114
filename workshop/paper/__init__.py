"""Paper: every document there is to print, made into HTML and tagged PDF."""
