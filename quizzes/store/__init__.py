"""Tables of the bank and the queries on them."""
