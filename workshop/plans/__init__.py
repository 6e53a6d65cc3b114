"""The written kit: workshop plans, leaflets, and the facts that they rest on."""
