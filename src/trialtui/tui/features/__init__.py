"""What the browser can do beyond moving about: one module a feature, imported when its first command is used.

A command names its feature (`tui/commands.py`); the feature's module has a function `feature(session)` that returns
what does its commands.
"""
