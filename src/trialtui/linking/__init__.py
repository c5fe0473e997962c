"""Text to mentions, and trials to links."""
