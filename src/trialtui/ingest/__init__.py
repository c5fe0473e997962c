"""The way in, end to end: seed pages and registry records into the store."""
