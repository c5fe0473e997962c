"""What is written to the terminal: as few bytes as will do, since they may have a slow network to cross."""
