"""Pages to text and Markdown, facts to JSON."""
