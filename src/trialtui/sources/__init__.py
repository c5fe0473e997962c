"""The way in, first part: bytes of seed pages and registry records become model objects."""
