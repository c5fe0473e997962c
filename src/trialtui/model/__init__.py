"""Plain data: references, places, trials, terms, links, published pages. Imports nothing else of ours."""
