"""What belongs to the user: where things are, settings, history."""
