"""What the store knows of an entity: facts, search, tree, correlation."""
