"""Paper: what each sheet shows, QR codes, and pages of HTML made into tagged PDF."""
