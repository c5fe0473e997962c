"""Screens: they act on what widgets ask."""
