"""The command line: arguments in, text or JSON on standard output."""
