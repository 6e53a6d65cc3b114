"""What is true of questions when nobody is in the room: items, packs, marking, a learner alone."""
