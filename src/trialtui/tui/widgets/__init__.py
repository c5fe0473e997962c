"""Widgets: they draw and ask; screens decide."""
