"""How phones find this machine: its address on the network, and the QR code of it."""
