"""Facts laid out as a Page: blocks, spans and links, free of any screen."""
