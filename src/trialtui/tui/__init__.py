"""The browser. The only package that imports Textual."""
